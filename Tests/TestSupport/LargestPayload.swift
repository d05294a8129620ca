import EventSourcing
import JSON

/// Payloads of exactly `PayloadLimits.bytes`, each of another kind of content, to show that what is within the limits fits.
public enum LargestPayload: String, CaseIterable, Sendable {
  case plainText, controlCharacters, quotationMarks, widestCharacters, longestNames, emptyLists, smallestFractions
  case digits, deepest

  public var data: JSONObject {
    switch self {
    case .plainText: Self.filled([:], with: "x")
    case .controlCharacters: Self.filled([:], with: "\u{1}")
    case .quotationMarks: Self.filled([:], with: "\"")
    case .widestCharacters: Self.filled([:], with: "\u{10FFFF}")
    case .longestNames: Self.filled(Self.names, with: "\u{1}")
    case .emptyLists: Self.filled(["lists": .array(Array(repeating: [], count: PayloadLimits.values - 2))], with: "x")
    case .smallestFractions: Self.filled(["numbers": Self.numbers("1e-130", count: 490)], with: "x")
    case .digits: Self.filled(["numbers": Self.numbers("7", count: PayloadLimits.values - 2)], with: "\\")
    case .deepest: Self.filled(["nested": Self.nested], with: "\u{1F}")
    }
  }

  /// A mixture, another one for each seed.
  public static func random(seed: UInt64) -> JSONObject {
    let random = SeededRandomness(seed: seed)
    let texts = ["x", "\u{1}", "\"", "\u{10FFFF}", "\\"]
    var data = JSONObject()
    for number in 0..<random.below(20) {
      let text = String(repeating: texts[random.below(texts.count)], count: random.below(400))
      let lists = JSONValue.array(Array(repeating: [], count: random.below(100)))
      data["\(number)\(String(repeating: texts[random.below(texts.count)], count: random.below(60)))"] =
        [
          .string(text), numbers(random.below(2) == 0 ? "1e-130" : "-9223372036854775808", count: random.below(4)),
          lists,
        ]
    }
    return filled(data, with: texts[random.below(texts.count)])
  }

  private static var names: JSONObject {
    JSONObject((0..<40).map { ("\($0 + 10)\(String(repeating: "\u{1}", count: PayloadLimits.nameBytes - 2))", .null) })
  }

  private static var nested: JSONValue {
    (0..<(PayloadLimits.depth - 1)).reduce(.array([])) { value, level in
      level == 0 ? value : .object([("\u{1}"): value])
    }
  }

  private static func numbers(_ text: String, count: Int) -> JSONValue {
    .array(Array(repeating: JSONNumber(text).map { .number($0) } ?? .null, count: count))
  }

  /// Adds one text, of a character as often as it goes in, and of plain ones for the rest.
  private static func filled(_ data: JSONObject, with character: String) -> JSONObject {
    var data = data
    data["filler"] = ""
    let room = PayloadLimits.bytes - size(data)
    let width = JSONValue.string(character).serialized().count - 2
    data["filler"] = .string(
      String(repeating: character, count: room / width) + String(repeating: "x", count: room % width))
    return data
  }

  private static func size(_ data: JSONObject) -> Int { CanonicalJSON.bytes(of: .object(data)).count }
}
