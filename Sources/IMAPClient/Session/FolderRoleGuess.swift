import Foundation
import MailModel

/// What folders are for, by the names that programs and providers give them, where the server does not say (quirk 16).
enum FolderRoleGuess {
    /// Gives each role that no folder has to the first folder named for it, at the top or right below INBOX.
    static func completing(_ folders: [ListedFolder]) -> [ListedFolder] {
        var completed = folders
        var taken = Set(folders.compactMap(\.role))
        for (name, role) in table where !taken.contains(role) {
            let match = completed.firstIndex { $0.role == nil && $0.isSelectable && plainName($0) == name }
            guard let match else { continue }
            completed[match].role = role
            taken.insert(role)
        }
        return completed
    }

    /// The name in lower case and in Unicode's form NFKC, without a leading `INBOX` and `[Gmail]`; nil for one that lies
    /// deeper.
    private static func plainName(_ folder: ListedFolder) -> String? {
        guard let delimiter = folder.delimiter else { return folded(folder.name) }
        var components = folder.name.split(separator: delimiter).map { folded(String($0)) }
        if components.count > 1, ["inbox", "[gmail]", "[google mail]"].contains(components[0]) {
            components.removeFirst()
        }
        return components.count == 1 ? components.first : nil
    }

    /// The same for the ways in which systems write the same letters, wide ones among them.
    private static func folded(_ name: String) -> String {
        name.precomposedStringWithCompatibilityMapping.lowercased()
    }

    /// Names in lower case, the likeliest of each role first.
    private static let table: [(String, FolderRole)] = [
        (
            .sent,
            [
                "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete elemente",
                "gesendete objekte", "envoyés", "éléments envoyés", "messages envoyés", "enviados",
                "elementos enviados", "itens enviados", "mensagens enviadas", "posta inviata", "inviata",
                "verzonden", "verzonden items", "skickat", "sendt", "sendte elementer", "lähetetyt", "wysłane",
                "elementy wysłane", "odeslané", "odeslaná pošta", "elküldött", "trimise", "gönderilmiş öğeler",
                "отправленные", "надіслані", "送信済み", "送信済みアイテム", "已发送", "已发送邮件", "寄件備份", "보낸 편지함",
            ]
        ),
        (
            .drafts,
            [
                "drafts", "draft", "entwürfe", "brouillons", "borradores", "rascunhos", "bozze", "concepten",
                "utkast", "kladder", "luonnokset", "szkice", "kopie robocze", "koncepty", "rozepsané", "piszkozatok",
                "ciorne", "taslaklar", "черновики", "чернетки", "下書き", "草稿", "草稿箱", "임시 보관함",
            ]
        ),
        (
            .trash,
            [
                "trash", "deleted items", "deleted messages", "deleted", "bin", "papierkorb", "gelöscht",
                "gelöschte elemente", "gelöschte objekte", "corbeille", "éléments supprimés", "papelera",
                "elementos eliminados", "lixeira", "itens excluídos", "cestino", "posta eliminata", "prullenbak",
                "verwijderde items", "papperskorgen", "borttaget", "slettet post", "papirkurv", "roskakori", "kosz",
                "elementy usunięte", "koš", "odstraněná pošta", "lomtár", "kuka", "gunoi", "çöp kutusu",
                "silinmiş öğeler", "удаленные", "удалённые", "корзина", "кошик", "ゴミ箱", "削除済みアイテム", "已删除",
                "已删除邮件", "垃圾桶", "휴지통",
            ]
        ),
        (
            .junk,
            [
                "junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "spamverdacht", "unerwünscht",
                "courrier indésirable", "pourriel", "indésirables", "correo no deseado", "lixo eletrônico",
                "posta indesiderata", "ongewenste e-mail", "skräppost", "søppelpost", "roskaposti", "wiadomości-śmieci",
                "nevyžádaná pošta", "levélszemét", "önemsiz e-posta", "спам", "нежелательная почта", "迷惑メール", "垃圾邮件",
                "垃圾郵件", "스팸",
            ]
        ),
        (
            .archive,
            [
                "archive", "archives", "archiv", "archivo", "archivos", "arquivo", "archivio", "archief", "arkiv",
                "arkisto", "archiwum", "archív", "archívum", "arhivă", "arşiv", "архив", "архів", "アーカイブ", "存档", "封存",
                "보관함",
            ]
        ),
        (.all, ["all mail", "alle nachrichten", "tous les messages", "todos", "tutti i messaggi"]),
    ].flatMap { role, names in names.map { ($0, role) } }
}
