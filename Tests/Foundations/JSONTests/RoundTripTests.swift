import JSON
import TestSupport
import Testing

/// Properties over generated input; the seed is the test's argument, so a failure repeats.
struct RoundTripTests {
  @Test(arguments: 0..<50)
  func whatIsWrittenReadsBackEqual(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    for _ in 0..<40 {
      let value = Self.value(random, depth: 0)
      let bytes = value.serialized()
      let read = try JSONValue(parsing: bytes)
      #expect(read == value)
      #expect(read.hashValue == value.hashValue)
      #expect(read.serialized() == bytes)
    }
  }

  @Test(arguments: 0..<50)
  func damagedTextNeverCrashes(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    for _ in 0..<100 {
      var bytes = Self.value(random, depth: 0).serialized()
      for _ in 0...random.below(4) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      bytes.removeLast(min(random.below(3), bytes.count))
      Self.readAndReread(bytes)
    }
  }

  @Test(arguments: 0..<50)
  func randomBytesNeverCrash(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    let text = "{}[]\",:\\u0123456789aefnrtlsDC+-. \u{E9}\u{1F600}"
    let alphabet = Array(text.utf8) + [0x00, 0x1F, 0x80, 0xC0, 0xED, 0xFF]
    for _ in 0..<300 {
      Self.readAndReread((0..<random.below(40)).map { _ in alphabet[random.below(alphabet.count)] })
    }
  }

  @Test func everyProperPrefixIsRefused() {
    let bytes = Array(#"{"a":[1.5e3,"x\u00e9😀\n",true,null,{}],"b":-0}"#.utf8)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes.prefix(length))) }
    }
  }

  /// What is accepted must survive writing and reading; what is refused must name a byte of the text.
  private static func readAndReread(_ bytes: [UInt8]) {
    do throws(JSONError) {
      let value = try JSONValue(parsing: bytes)
      let reread = try? JSONValue(parsing: value.serialized())
      #expect(reread == value)
    } catch {
      #expect((0...bytes.count).contains(error.offset))
    }
  }

  private static func value(_ random: SeededRandomness, depth: Int) -> JSONValue {
    switch random.below(depth < 5 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .number(number(random))
    case 3, 4: return .string(text(random))
    case 5, 6: return .array((0..<random.below(6)).map { _ in value(random, depth: depth + 1) })
    default:
      let members = (0..<random.below(30)).map { _ in (text(random), value(random, depth: depth + 1)) }
      return .object(JSONObject(members))
    }
  }

  private static func number(_ random: SeededRandomness) -> JSONNumber {
    var text = random.below(2) == 0 ? "-" : ""
    text += "\(random.below(2) == 0 ? UInt64(random.below(1000)) : random.nextUInt64())"
    if random.below(2) == 0 { text += ".\(random.nextUInt64())" }
    if random.below(3) == 0 { text += ["e", "E+", "e-"][random.below(3)] + "\(random.below(200))" }
    return JSONNumber(text) ?? JSONNumber(0)
  }

  private static func text(_ random: SeededRandomness) -> String {
    var text = ""
    for _ in 0..<random.below(12) {
      let bound = [0x20, 0x80, 0x800, 0x11_0000][random.below(4)]
      if let scalar = Unicode.Scalar(UInt32(random.below(bound))) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
