import Foundation
import Reader

/// Draws a picture with characters by chafa, in a process of its own whose memory and time are bounded: a file from a stranger
/// is decoded there and nowhere else.
struct PictureDrawing: Sendable {
    var columns: Int
    var rows: Int
    var isMonochrome: Bool

    static let largestFile = 32 << 20

    /// Kibibytes and seconds for the shell's `ulimit`; what the picture claims to be large as is no matter then. What chafa
    /// complains of is not part of the picture.
    private static let script = """
        ulimit -v 786432; ulimit -t 5; ulimit -c 0; ulimit -f 0
        exec chafa --format symbols --animate off --size "$1" --colors "$2" - 2>/dev/null
        """

    var arguments: [String] {
        ["-c", PictureDrawing.script, "sh", "\(columns)x\(rows)", isMonochrome ? "none" : "256"]
    }

    func draw(_ file: (bytes: [UInt8], isCut: Bool)) async -> MessagePieceState {
        await PictureDrawing.draw(file, arguments: arguments) { .picture(PictureCells($0)) }
    }

    /// Gives the file to a bounded process, and what that prints to `read`; nil from there is a picture that can't be shown.
    static func draw(
        _ file: (bytes: [UInt8], isCut: Bool), arguments: [String], longestOutput: Int = Piper.longestOutput,
        read: ([UInt8]) -> MessagePieceState?
    ) async -> MessagePieceState {
        guard !file.isCut else { return .failed("The picture is too large to be shown; it can be saved.") }
        do {
            let child = try RunningCommand(
                program: "/bin/sh", arguments: arguments, longestOutput: longestOutput)
            let (status, output) = await withTaskCancellationHandler {
                // It may have seen enough to know that it can't draw it.
                try? await child.write(file.bytes)
                child.finishInput()
                return await child.result()
            } onCancel: {
                child.stop()
            }
            return PictureDrawing.state(status: status, output: output, read: read)
        } catch {
            return .failed("The picture can't be shown: no shell can be started.")
        }
    }

    static func state(
        status: Int, output: [UInt8], read: ([UInt8]) -> MessagePieceState? = { .picture(PictureCells($0)) }
    ) -> MessagePieceState {
        if status == 0, !output.isEmpty, let state = read(output) { return state }
        return switch status {
        // As shells say that there is no such program.
        case 127: .failed("Pictures need chafa, which is not installed. The file can be saved or opened.")
        default: .failed("The picture can't be shown: it is broken, of an unknown kind, or too large.")
        }
    }
}
