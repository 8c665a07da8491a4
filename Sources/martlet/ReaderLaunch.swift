import Foundation
import Logging
import MailStore
import MailSync
import ReaderRuntime
import Terminal

/// Opens the reader on the terminal, and tells how it ended.
struct ReaderLaunch {
    let store: MailStore
    let configuration: Configuration
    let accounts: [AccountConfiguration]
    var trusted: TrustedCertificates?
    let log: Logger?
    let notice: String?

    func run() async throws {
        let session = ReaderSession(
            store: store, configuration: configuration, accounts: accounts, trusted: trusted,
            log: { [log] line in log?.info("\(line)") }, notice: notice)
        let usesMouse = configuration.reader.usesMouse
        let followsLinks: Bool? =
            switch configuration.reader.hyperlinks {
            case .auto: nil
            case .on: true
            case .off: false
            }
        let pictures: NcursesDisplay.PictureChoice =
            switch configuration.reader.pictures {
            case .auto: .ask
            case .cells, .off: .cells
            case .sixel: .graphics(.sixel)
            case .kitty: .graphics(.kitty)
            }
        let end: ReaderLoop.End
        do {
            end = try await session.run {
                NcursesDisplay(
                    usesMouse: usesMouse, followsLinks: followsLinks, pictures: pictures,
                    environment: ProcessInfo.processInfo.environment)
            }
        } catch let error as TerminalError {
            throw CommandFailure(.refused, error.description)
        }
        switch end {
        case .quit, .inputClosed: return
        // As a shell reports it: 128 and the number of the signal.
        case .signal(let number): throw EndedBySignal(number: number)
        }
    }
}

/// The reader was asked to end by a signal, and has.
struct EndedBySignal: Error {
    var number: Int32
}
