import Glibc
import MailModel
import MessageContent

/// Ends the run: libFuzzer keeps the input.
func finding(_ words: String) -> Never {
    // abort() flushes nothing.
    print(words)
    fflush(nil)
    abort()
}

/// No line breaks a row or acts on a terminal; what belongs together does.
func check(_ message: ReadableMessage) {
    for line in message.lines where line.text.unicodeScalars.contains(where: isControl) {
        finding("a control character in a line")
    }
    for link in message.links {
        if (link.text + link.target + link.host).unicodeScalars.contains(where: isControl) {
            finding("a control character in a link")
        }
        if link.host.utf8.contains(where: { $0 <= 0x20 }) { finding("white space in a host") }
    }
    var end = 0
    for passage in message.passages {
        if passage.lines.lowerBound < end || passage.lines.upperBound > message.lines.count {
            finding("a passage outside of the text, or within another")
        }
        end = passage.lines.upperBound
    }
    for attachment in message.attachments {
        let name = MessageReader.safeFilename(attachment.filename)
        if name.isEmpty || name.contains("/") || name.hasPrefix(".") || name.utf8.count > 200 {
            finding("a file name that is not safe")
        }
    }
}

func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

/// What turns a line around, or hides where it ends.
func turnsLines(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}
