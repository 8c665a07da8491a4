/// The charset that mail without a true declaration is most often in (WHATWG encoding standard, index windows-1252).
enum Windows1252 {
    /// 0x80 to 0x9F; the five bytes without a character stay the control characters that they are in Latin-1.
    private static let high: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ]

    static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count)
        for byte in bytes {
            units.append((0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : UInt16(byte))
        }
        return String(decoding: units, as: UTF16.self)
    }
}
