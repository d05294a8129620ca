import JSON

/// What is known so far of a stored copy that is compared with its log.
struct CopyFinding: Hashable {
  /// Whether the log has reached the copy's event.
  var isCompared = false
  /// How the copy differs from the log, in words.
  var difference: String?

  init() {}

  /// - Returns: nil for anything that ``json`` does not write.
  init?(json: JSONValue) {
    guard let isCompared = json["compared"]?.bool else { return nil }
    self.isCompared = isCompared
    difference = json["difference"]?.string
  }

  var json: JSONValue {
    var json: JSONObject = ["compared": .bool(isCompared)]
    if let difference { json["difference"] = .string(difference) }
    return .object(json)
  }
}
