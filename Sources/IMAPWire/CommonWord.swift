/// Words that nearly every body structure holds, kept as strings: looking one up costs a fraction of making it.
enum CommonWord {
    static let table = WordTable(
        [
            "text", "plain", "html", "charset", "format", "delsp", "7bit", "8bit", "base64", "quoted-printable",
            "binary", "multipart", "alternative", "mixed", "related", "signed", "report", "boundary", "type", "name",
            "filename", "attachment", "inline", "application", "pdf", "octet-stream", "image", "png", "jpeg", "gif",
            "message", "rfc822", "calendar", "method", "delivery-status", "protocol", "micalg", "size",
        ].map { ($0, $0) })
}
