import IMAPWire
import MailModel

extension PartTree {
    /// The structure that a server told, with its file names read.
    init(_ wire: BodyStructure) {
        var parameters: [String: String] = [:]
        for (name, value) in MIMEParameters.joined(wire.parameters) { parameters[name] = value }
        let ofDisposition = MIMEParameters.joined(wire.disposition?.parameters ?? [])
        let filename = ofDisposition.first { $0.name == "filename" }?.value ?? parameters["name"]
        self.init(
            section: wire.section, type: wire.mediaType, parameters: parameters, encoding: wire.encoding ?? "7bit",
            size: Int(clamping: wire.octets), disposition: wire.disposition?.kind,
            filename: filename.flatMap { $0.isEmpty ? nil : $0 },
            contentID: wire.id.map { Self.withoutBrackets($0.string) }, description: wire.description?.string,
            children: wire.children.map { PartTree($0) })
    }

    private static func withoutBrackets(_ id: String) -> String {
        String(id.drop { $0 == "<" || $0 == " " }.prefix { $0 != ">" })
    }
}
