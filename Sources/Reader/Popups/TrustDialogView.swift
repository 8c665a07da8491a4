import MailModel
import Screen

/// Draws the question whether a certificate is to be trusted.
struct TrustDialogView {
    let dialog: TrustDialog
    let theme: Theme

    private static let labelWidth = 9
    private static let wayOut = "Type \(TrustDialog.answer) and Enter to trust it"

    func draw(on canvas: inout Canvas) {
        let width = min(66, PopupFrame.widest(canvas.bounds))
        let reason = wrapped(dialog.question.reason, width)
        let facts = facts(width: width)
        var advice = wrapped(
            "Compare the fingerprint with what whoever runs the server says. \(Self.wayOut) from now on.", width)
        if reason.count + facts.count + advice.count + 4 > PopupFrame.mostRows(canvas.bounds) {
            advice = wrapped(Self.wayOut + ".", width)
        }
        let rows = reason.count + facts.count + advice.count + 4
        let frame = PopupFrame.centred(columns: width, rows: rows, in: canvas.bounds)
        PopupFrame(title: "Certificate not trusted", hint: "Esc stay offline", theme: theme)
            .draw(frame, on: &canvas) { canvas in
                // On a small screen the answer stays in view, and what comes last before it.
                let field = canvas.size.rows - 1
                var row = min(0, field - (rows - 1))
                func put(_ text: String, _ style: Style, column: Int = 0) {
                    if row >= 0, row < field {
                        canvas.put(text, at: Point(column: column, row: row), style: style)
                    }
                }
                for line in reason {
                    put(line, theme.error)
                    row += 1
                }
                row += 1
                for fact in facts {
                    put(fact.label, theme.dim)
                    put(fact.text, theme.text, column: Self.labelWidth)
                    row += 1
                }
                row += 1
                for line in advice {
                    put(line, theme.text)
                    row += 1
                }
                let prompt = canvas.put("trust? ", at: Point(column: 0, row: field), style: theme.key)
                let rest = Rect(column: prompt, row: field, columns: canvas.size.columns - prompt, rows: 1)
                canvas.draw(in: rest) { TextFieldView(field: dialog.field, theme: theme).draw(on: &$0) }
            }
    }

    private func facts(width: Int) -> [(label: String, text: String)] {
        let question = dialog.question
        let certificate = question.certificate
        var facts = [("account", dialog.account.name), ("server", "\(question.host) port \(question.port)")]
        if !certificate.subject.isEmpty { facts.append(("subject", certificate.subject)) }
        if !certificate.names.isEmpty { facts.append(("for", certificate.names.joined(separator: ", "))) }
        if !certificate.issuer.isEmpty {
            facts.append(("issuer", certificate.issuer == certificate.subject ? "itself" : certificate.issuer))
            facts.append(("valid", "\(day(certificate.validFrom)) to \(day(certificate.validUntil))"))
        }
        for (number, line) in fingerprintLines(width: width).enumerated() {
            facts.append((number == 0 ? "SHA-256" : "", line))
        }
        return facts.map { ($0.0, DisplayText.sanitised($0.1)) }
    }

    /// It is compared by eye: sixteen octets on a line, or eight where there is little room.
    private func fingerprintLines(width: Int) -> [String] {
        let octets = dialog.question.certificate.spelledFingerprint.split(separator: ":")
        let most = width >= Self.labelWidth + 16 * 3 - 1 ? 16 : 8
        return stride(from: 0, to: octets.count, by: most).map { start in
            octets[start..<min(start + most, octets.count)].joined(separator: ":")
        }
    }

    private func day(_ seconds: Int64) -> String { CalendarDate(seconds: seconds, offsetMinutes: 0).iso }

    private func wrapped(_ text: String, _ width: Int) -> [String] {
        LineWrap(columns: width).lines([ReaderDocument.Run(DisplayText.sanitised(text), .plain)])
            .map { $0.runs.map(\.text).joined() }
    }
}
