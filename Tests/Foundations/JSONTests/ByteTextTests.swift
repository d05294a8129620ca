import JSON
import TestSupport
import Testing

struct ByteTextTests {
  @Test("the order of texts is that of their bytes", arguments: 0..<20)
  func order(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    let letters = [
      "", "a", "b", "\u{0}", "\u{7F}", "\u{E9}", "e\u{301}", "\u{FFFF}", "\u{1F600}", "a longer piece of text",
    ]
    for _ in 0..<200 {
      let texts = (0..<2).map { _ in (0..<random.below(4)).map { _ in letters[random.below(letters.count)] }.joined() }
      let isBefore = texts[0].utf8.lexicographicallyPrecedes(texts[1].utf8)
      #expect(ByteText.precedes(texts[0], texts[1]) == isBefore, "\(texts)")
      #expect(ByteText.sameBytes(texts[0], texts[1]) == (Array(texts[0].utf8) == Array(texts[1].utf8)), "\(texts)")
    }
  }
}
