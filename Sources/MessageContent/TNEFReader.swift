/// Outlook's own wrapping of files, `winmail.dat` ([MS-OXTNEF]): the files in it. Nothing is copied until a file is asked
/// for, and no count or length in the data is trusted beyond the octets that are there.
struct TNEFReader {
    struct File: Equatable {
        /// As it stands in the data; not yet sanitised.
        var name = ""
        var content: ArraySlice<UInt8> = []
    }

    private(set) var files: [File] = []
    /// Whether the data ends before it should.
    private(set) var isCut = false

    private static let signature = 0x223E_9F78
    private static let maximumFiles = 1_000
    /// Attributes and properties that are looked at; Outlook writes some thirty for a file.
    private var stepsLeft = 100_000
    private var charset = "windows-1252"

    /// Nil where the data is not of that format.
    init?(_ data: [UInt8]) {
        var bytes = LittleEndianBytes(data[...])
        guard bytes.number(4) == TNEFReader.signature, bytes.number(2) != nil else { return nil }
        // [MS-OXTNEF] section 2.1.3.1: level, id, length, data, checksum. A wrong checksum makes nothing better.
        while !bytes.isAtEnd {
            guard hasStep(), bytes.number(1) != nil, let id = bytes.number(4), let length = bytes.number(4) else {
                isCut = true
                return
            }
            let value = bytes.take(length)
            if value.count < length || bytes.number(2) == nil { isCut = true }
            take(id, value)
        }
    }

    private mutating func hasStep() -> Bool {
        stepsLeft -= 1
        return stepsLeft >= 0
    }

    private mutating func take(_ id: Int, _ value: ArraySlice<UInt8>) {
        switch id {
        case 0x0006_9007:  // attOemCodepage
            var bytes = LittleEndianBytes(value)
            if let page = bytes.number(4) { charset = TNEFReader.charset(ofCodePage: page) }
        case 0x0006_9002:  // attAttachRendData: begins an attachment
            if files.count < TNEFReader.maximumFiles { files.append(File()) } else { isCut = true }
        case 0x0001_8010:  // attAttachTitle
            let name = text(value, charset)
            change { if $0.name.isEmpty { $0.name = name } }
        case 0x0006_800F:  // attAttachData
            change { $0.content = value }
        case 0x0006_9005:  // attAttachment: properties, among them the long name
            takeProperties(value)
        default: break
        }
    }

    private static func charset(ofCodePage page: Int) -> String {
        switch page {
        case 65_001: "utf-8"
        case 1_250...1_258: "windows-\(page)"
        default: "cp\(page)"
        }
    }

    private mutating func change(_ body: (inout File) -> Void) {
        guard var last = files.popLast() else { return }
        body(&last)
        files.append(last)
    }

    private func text(_ bytes: ArraySlice<UInt8>, _ charset: String) -> String {
        Charset.decode(Array(bytes.prefix { $0 != 0 }.prefix(1_024)), declared: charset).text
    }

    /// [MS-OXTNEF] section 2.1.3.4: type, id, a name where the id is not a known one, and values padded to four octets.
    private mutating func takeProperties(_ value: ArraySlice<UInt8>) {
        var bytes = LittleEndianBytes(value)
        guard let count = bytes.number(4) else { return }
        for _ in 0..<count {
            guard hasStep(), let type = bytes.number(2), let id = bytes.number(2) else { return }
            if id >= 0x8000, !bytes.skipPropertyName() { return }
            guard let first = bytes.propertyValue(type) else { return }
            switch (id, type) {
            case (0x3707, 0x1E):  // PidTagAttachLongFilename
                let name = text(first, charset)
                change { if !name.isEmpty { $0.name = name } }
            case (0x3707, 0x1F):
                let name = TNEFReader.wideText(first)
                change { if !name.isEmpty { $0.name = name } }
            case (0x3701, 0x102):  // PidTagAttachDataBinary
                change { if $0.content.isEmpty { $0.content = first } }
            default: break
            }
        }
    }

    private static func wideText(_ bytes: ArraySlice<UInt8>) -> String {
        var rest = LittleEndianBytes(bytes.prefix(1_024))
        var units: [UInt16] = []
        while let unit = rest.number(2), unit != 0 { units.append(UInt16(truncatingIfNeeded: unit)) }
        return String(decoding: units, as: UTF16.self)
    }
}

/// Numbers and octets from a buffer, lowest octet first; nil or short where it ends.
private struct LittleEndianBytes {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// A number of at most four octets.
    mutating func number(_ width: Int) -> Int? {
        guard rest.count >= width else {
            rest = []
            return nil
        }
        let value = rest.prefix(width).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(width)
        return value
    }

    /// As many octets as asked for, or as there are.
    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    private mutating func takePadded(_ count: Int) -> ArraySlice<UInt8> {
        let taken = take(count)
        rest = rest.dropFirst((4 - count % 4) % 4)
        return taken
    }

    /// A set's GUID, then a number or a name.
    mutating func skipPropertyName() -> Bool {
        guard take(16).count == 16, let kind = number(4), let value = number(4) else { return false }
        if kind == 1 { _ = takePadded(value) }
        return true
    }

    /// The first value of a property; nil where the type is not known, so that what follows can't be found.
    mutating func propertyValue(_ type: Int) -> ArraySlice<UInt8>? {
        let single = type & ~0x1000
        let isVariable = [0x0D, 0x1E, 0x1F, 0x102].contains(single)
        var count = 1
        if isVariable || type != single {
            guard let stated = number(4) else { return nil }
            count = stated
        }
        var first: ArraySlice<UInt8>?
        // Each value takes at least four octets, so that the end of the data bounds a count that is too high.
        for _ in 0..<count {
            if isAtEnd { break }
            guard let length = isVariable ? number(4) : TNEFWidth.octets(ofType: single) else { return nil }
            let value = takePadded(length)
            if first == nil { first = value }
        }
        return first ?? []
    }
}

private enum TNEFWidth {
    static func octets(ofType type: Int) -> Int? {
        switch type {
        case 0x02, 0x03, 0x04, 0x0A, 0x0B: 4
        case 0x05, 0x06, 0x07, 0x14, 0x40: 8
        case 0x48: 16
        default: nil
        }
    }
}
