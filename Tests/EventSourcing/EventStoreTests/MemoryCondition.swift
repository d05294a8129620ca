import JSON

/// A condition as the event store writes them: comparisons of paths with values, all joined by AND or all by OR.
struct MemoryCondition {
  private let comparisons: [[String]]
  /// Whether one that holds is enough.
  private let isAny: Bool
  private let names: JSONValue?
  private let values: JSONValue?

  /// The condition of a put or the key condition of a query; nil where there is none.
  init?(_ input: JSONValue) {
    guard let text = (input["ConditionExpression"] ?? input["KeyConditionExpression"])?.string else { return nil }
    // The only AND that joins no comparisons is that of BETWEEN.
    let words = text.split(separator: " AND :").joined(separator: " :").split(separator: " ").map(String.init)
    isAny = words.contains("OR")
    comparisons = words.split(separator: isAny ? "OR" : "AND").map(Array.init)
    names = input["ExpressionAttributeNames"]
    values = input["ExpressionAttributeValues"]
  }

  func holds(for attributes: JSONObject?) -> Bool {
    isAny
      ? comparisons.contains { holds($0, attributes) } : comparisons.allSatisfy { holds($0, attributes) }
  }

  private func holds(_ comparison: [String], _ attributes: JSONObject?) -> Bool {
    let first = comparison.first ?? ""
    if comparison.count == 1, first.hasPrefix("attribute_not_exists(") {
      return value(at: String(first.dropFirst(21).dropLast()), attributes) == nil
    }
    guard comparison.count > 2, let found = value(at: first, attributes) else { return false }
    let named = values?[comparison[2]]
    switch comparison[1] {
    case "=": return found == named
    case "<>": return found != named
    case "<": return Self.isBelow(found, named)
    case "<=": return !Self.isBelow(named, found)
    case "BETWEEN":
      return comparison.count == 4 && !Self.isBelow(found, named) && !Self.isBelow(values?[comparison[3]], found)
    default: return false
    }
  }

  /// The value at a path such as `#events[0].#event`.
  private func value(at path: String, _ attributes: JSONObject?) -> JSONValue? {
    var value = attributes.map { JSONValue.object(["M": .object($0)]) }
    for part in path.split(separator: ".") {
      let pieces = part.split(separator: "[")
      value = value?["M"]?[names?[String(pieces.first ?? "")]?.string ?? ""]
      for piece in pieces.dropFirst() {
        let elements = value?["L"]?.array ?? []
        value = Int(piece.dropLast()).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      }
    }
    return value
  }

  /// Whether a number or a text comes before another one.
  static func isBelow(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    if let left = left?["N"]?.string.flatMap({ Int64($0) }), let right = right?["N"]?.string.flatMap({ Int64($0) }) {
      return left < right
    }
    guard let left = left?["S"]?.string, let right = right?["S"]?.string else { return false }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
