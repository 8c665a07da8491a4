/// What a server sends when the envelopes and structures of a mailbox are fetched.
///
/// A message with a text in two forms and an attachment, about 1.1 kB a line; no two lines are the same.
enum GeneratedMailbox {
    /// The stream of responses.
    static func fetches(count: Int) -> [UInt8] {
        var stream: [UInt8] = []
        for number in 1...count { stream.append(contentsOf: line(number).utf8) }
        return stream
    }

    private static func line(_ number: Int) -> String {
        """
        * \(number) FETCH (UID \(number + 1000) FLAGS (\\Seen $Forwarded) INTERNALDATE "24-May-2021 11:47:51 +0200" \
        RFC822.SIZE \(40000 + number) ENVELOPE \(envelope(number)) BODYSTRUCTURE \(structure(number)))\r\n
        """
    }

    private static func envelope(_ number: Int) -> String {
        let augustina = #"(("Augustina Gleason" NIL "augustina.gleason" "oberbrunner.example"))"#
        let to = #"(("Ada Lovelace" NIL "ada" "engines.example.org")(NIL NIL "charles.babbage" "engines.example.org"))"#
        return """
            ("Mon, 24 May 2021 09:47:50 +0000" "Re: Minutes of the meeting number \(number) of the committee" \
            \(augustina) \(augustina) \(augustina) \(to) (("Committee" NIL "committee" "lists.example.org")) NIL \
            "<previous.\(number).message@oberbrunner.example>" "<message.\(number).id@oberbrunner.example>")
            """
    }

    private static func structure(_ number: Int) -> String {
        """
        ((("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 1834 43 NIL NIL NIL NIL)\
        ("text" "html" ("charset" "utf-8") NIL NIL "quoted-printable" 9911 123 NIL NIL NIL NIL) \
        "alternative" ("boundary" "_000_b\(number)") NIL NIL NIL)\
        ("application" "pdf" ("name" "minutes-\(number).pdf") NIL NIL "base64" 28312 NIL \
        ("attachment" ("filename" "minutes-\(number).pdf")) NIL NIL) \
        "mixed" ("boundary" "_001_b\(number)") NIL NIL NIL)
        """
    }
}
