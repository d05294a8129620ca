import JSON

/// The parameters of a query string as the event has them, decoded only when somebody asks: a command's sender may put
/// there what it likes.
struct QueryString: Sendable {
  private var pairs: [(name: String, value: String)] = []
  private let isEncoded: Bool

  /// The parameters of an undecoded query string.
  init(_ text: String) {
    isEncoded = true
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append((String(halves[0]), halves.count > 1 ? String(halves[1]) : ""))
    }
  }

  /// The parameters of an event that has them as objects; of a name that is in both, the list holds all values.
  init(single: JSONObject, multiple: JSONObject, isEncoded: Bool) {
    self.isEncoded = isEncoded
    for (name, value) in single where multiple[name] == nil {
      pairs.append((name, value.string ?? ""))
    }
    for (name, values) in multiple {
      for value in values.array ?? [] { pairs.append((name, value.string ?? "")) }
    }
  }

  /// The parameters by name, decoded.
  func decoded(for kind: EnvelopeKind) throws(EnvelopeError) -> JSONObject {
    var parameters = JSONObject()
    for (name, value) in pairs {
      guard let key = decode(name), let text = decode(value) else {
        throw EnvelopeError(.invalidPercentEncoding(parameter: name), kind: kind)
      }
      guard parameters[key] == nil else { throw EnvelopeError(.repeatedParameter(key), kind: kind) }
      parameters[key] = .string(text)
    }
    return parameters
  }

  private func decode(_ text: String) -> String? {
    isEncoded ? PercentEncoding.decode(text, plusIsSpace: true) : text
  }
}
