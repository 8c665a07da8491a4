import Testing

@testable import Screen

@Suite struct TerminalGraphicTests {
    private static func sixel(_ text: String, width: Int = 100, height: Int = 100) -> TerminalGraphic? {
        TerminalGraphic(Array(text.utf8), kind: .sixel, width: width, height: height)
    }

    private static func kitty(_ text: String, width: Int = 100, height: Int = 100) -> TerminalGraphic? {
        TerminalGraphic(Array(text.utf8), kind: .kitty, width: width, height: height)
    }

    @Test func `sixels are taken apart and written anew, with their size`() throws {
        let graphic = try #require(Self.sixel("\n\u{1B}P0;1;0q\"1;1;4;6#0;2;3;7;47#0!3~?$-#0@\u{1B}\\\n"))
        #expect(graphic.width == 4)
        #expect(graphic.height == 12)
        #expect(
            String(decoding: graphic.octets, as: UTF8.self)
                == "\u{1B}P0;1;0q\"1;1;4;6#0;2;3;7;47#0!3~?$-#0@\u{1B}\\")
        #expect(graphic.removal == nil)
    }

    @Test(arguments: [
        "", "~", "\u{1B}Pq", "\u{1B}Pq\u{1B}\\", "\u{1B}Pq~", "\u{1B}Pq~\u{1B}\\x", "x\u{1B}Pq~\u{1B}\\",
        "\u{1B}Pq~\u{1B}]0;owned\u{7}~\u{1B}\\", "\u{1B}Pq~\n~\u{1B}\\", "\u{1B}Pq~ ~\u{1B}\\", "\u{1B}P+q~\u{1B}\\",
        "\u{1B}P$q~\u{1B}\\", "\u{1B}Pq~\u{9C}~\u{1B}\\", "\u{1B}Pq!~\u{1B}\\", "\u{1B}Pq!9999999~\u{1B}\\",
        "\u{1B}Pq!3\u{1B}\\",
        "\u{1B}Pq#\u{1B}\\~", "\u{1B}Pq#1;2~\u{1B}\\", "\u{1B}Pq\"1;1~\u{1B}\\", "\u{1B}Pq~\u{1B}\\\u{1B}[2J\u{1B}\\",
        "\u{1B}P11111111111111111111q~\u{1B}\\",
        // Larger than there is room for.
        "\u{1B}Pq!101~\u{1B}\\", "\u{1B}Pq\"1;1;101;6~\u{1B}\\", "\u{1B}Pq-----------------~\u{1B}\\",
    ])
    func `anything but sixels is refused as a whole`(text: String) {
        #expect(Self.sixel(text) == nil)
    }

    /// 2 by 1 pixels are 8 octets, in base64 12.
    private static let pixels = "AAAA/wAAAP8="

    @Test func `pixels for kitty are taken out of what was printed, and written anew`() throws {
        let printed =
            "\u{1B}_Ga=T,f=32,s=2,v=1,c=1,r=1,m=1\u{1B}\\\u{1B}_Gm=1;AAAA/wA=\u{1B}\\\u{1B}_Gm=1;AAD/\u{1B}\\\u{1B}_Gm=0\u{1B}\\\n"
        let graphic = try #require(Self.kitty(printed))
        #expect(graphic.width == 2 && graphic.height == 1)
        #expect(
            String(decoding: graphic.octets, as: UTF8.self)
                == "\u{1B}_Ga=T,q=2,C=1,f=32,i=7209,s=2,v=1,m=0;\(Self.pixels)\u{1B}\\")
        #expect(String(decoding: graphic.removal ?? [], as: UTF8.self) == "\u{1B}_Ga=d,d=I,i=7209,q=2\u{1B}\\")
    }

    @Test func `long pictures go to kitty in pieces of 4096`() throws {
        let padded = String(repeating: "A", count: 100 * 100 * 4 / 3 * 4) + "AA=="
        let graphic = try #require(Self.kitty("\u{1B}_Gf=32,s=100,v=100;\(padded)\u{1B}\\"))
        let pieces = String(decoding: graphic.octets, as: UTF8.self).split(separator: "\u{1B}\\")
        #expect(pieces.count == (padded.count + 4_095) / 4_096)
        #expect(pieces.allSatisfy { ($0.split(separator: ";").last?.count ?? 0) <= 4_096 })
        #expect(pieces.last?.hasPrefix("\u{1B}_Gm=0,q=2;") == true)
    }

    @Test(arguments: [
        "", "\u{1B}_G\u{1B}\\", "\u{1B}_Gf=32,s=2,v=1;AAAA\u{1B}\\", "\u{1B}_Gf=32,s=2,v=1;AAAA=wAAAP8=\u{1B}\\",
        "\u{1B}_Gf=32,s=2,v=1;AAAA/wAAAP8\u{1B}\\", "\u{1B}_Gf=100,s=2,v=1;AAAA/wAAAP8=\u{1B}\\",
        "\u{1B}_Gf=32,s=2,v=1;AAAA/wAAAP8=", "\u{1B}_Gf=32,s=2,v=1;AAAA/wAA\u{1B}[2J\u{1B}\\",
        "\u{1B}_Gf=32,s=2,v=1;AAAA/wAA\u{7}P8=\u{1B}\\", "x\u{1B}_Gf=32,s=2,v=1;AAAA/wAAAP8=\u{1B}\\",
        "\u{1B}_Gf=32,s=2,v=1;AAAA/wAAAP8=\u{1B}\\\u{1B}]0;owned\u{7}", "\u{1B}_Gf=32,s=0,v=1;\u{1B}\\",
        "\u{1B}_Gf=32,s=-2,v=1;AAAA/wAAAP8=\u{1B}\\", "\u{1B}_Gf=32,s=999999,v=999999;AAAA\u{1B}\\",
        "\u{1B}_Gf=32,s=101,v=1;AAAA/wAAAP8=\u{1B}\\", "\\", "\u{1B}_G\\", "\u{1B}_\u{1B}\\",
    ])
    func `anything but pixels is refused as a whole`(text: String) {
        #expect(Self.kitty(text) == nil)
    }

    @Test func `a canvas takes a picture only where all of it is inside`() throws {
        let graphic = try #require(Self.sixel("\u{1B}Pq~\u{1B}\\"))
        var canvas = Canvas(size: Size(columns: 10, rows: 5))
        canvas.draw(in: Rect(column: 2, row: 1, columns: 6, rows: 4)) { canvas in
            canvas.place(graphic, in: Rect(column: 1, row: 1, columns: 6, rows: 1))
        }
        #expect(canvas.buffer.graphic == nil)
        canvas.draw(in: Rect(column: 2, row: 1, columns: 6, rows: 4)) { canvas in
            canvas.place(graphic, in: Rect(column: 1, row: 1, columns: 5, rows: 3))
        }
        #expect(canvas.buffer.graphic == PlacedGraphic(graphic, at: Rect(column: 3, row: 2, columns: 5, rows: 3)))
        canvas.removeGraphic()
        #expect(canvas.buffer.graphic == nil)
    }
}
