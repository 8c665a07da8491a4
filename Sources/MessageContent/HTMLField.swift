/// The fields of a form, as words.
enum HTMLField {
    /// An `<input>`; empty where it is not seen.
    static func input(_ node: HTMLNode) -> String {
        let value = node.attribute("value") ?? ""
        switch node.attribute("type")?.lowercased() ?? "text" {
        case "submit", "button", "reset": return value.isEmpty ? "" : "[\(value.oneLine)]"
        case "checkbox", "radio": return node.attribute("checked") == nil ? "[ ] " : "[x] "
        case "hidden", "image", "file", "password": return ""
        default: return place(value.isEmpty ? node.attribute("placeholder") ?? "" : value)
        }
    }

    static func textArea(_ node: HTMLNode) -> String {
        let text = node.rawText
        return place(text.trimmed.isEmpty ? node.attribute("placeholder") ?? "" : text)
    }

    /// The choice of a `<select>` that is made, or the first one.
    static func choice(_ node: HTMLNode) -> String {
        var chosen: String?
        var option = node.firstChild
        var visited = 0
        while let each = option, visited < 500 {
            visited += 1
            if each.isElement, each.name == "option", chosen == nil || each.attribute("selected") != nil {
                chosen = each.firstChild?.text ?? ""
                if each.attribute("selected") != nil { break }
            }
            option = each.next
        }
        return "[\((chosen ?? "").oneLine) ▾]"
    }

    /// A place to write into, or what is written there.
    private static func place(_ text: String) -> String {
        let words = text.oneLine
        return words.isEmpty ? "[________]" : "[\(words)]"
    }
}
