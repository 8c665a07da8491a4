import ArgumentParser
import Foundation
import IMAPWire
import MessageContent

/// `martlet debug …`
struct DebugCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debug", abstract: "Tools for bug reports.", subcommands: [Responses.self])

    /// `martlet debug responses FILE`: what a server sent, response by response.
    struct Responses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "responses", abstract: "Parse what a server sent, response by response.")

        @Argument(help: "The bytes as the server sent them; - is standard input.") var file: String
        @ArgumentParser.Flag(help: "One JSON object for each response.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let bytes = try MessageFile.read(file).bytes
            var framer = ResponseFramer()
            let parser = ResponseParser()
            framer.append(bytes)
            while let frame = framer.next() {
                switch frame {
                case .response(let response): show(parser.parse(response))
                case .oversized(let count): show(.invalid(reason: "longer than the limit: \(count) bytes skipped"))
                case .lost(.literalTooLarge):
                    show(.invalid(reason: "a literal larger than can be counted past"))
                    throw CommandFailure(
                        .refused, "\(file): a literal larger than can be counted past; what follows can't be read")
                }
            }
            if framer.bufferedBytes > 0 {
                throw CommandFailure(
                    .refused, "\(file) ends in the middle of a response: \(framer.bufferedBytes) bytes are left over")
            }
        }

        private func show(_ response: Response) {
            if json {
                PlainOutput.line(ResponseDescription.json(response, decode: HeaderText.decoded))
            } else {
                PlainOutput.line(PlainOutput.safe(ResponseDescription.line(response, decode: HeaderText.decoded)))
            }
        }
    }
}
