import JSON

/// What became of one entry.
public enum PutEventsResult: Hashable, Sendable {
  /// It is on the bus under this id.
  case accepted(eventID: String)
  /// It is not on the bus.
  case failed(code: String, message: String)

  /// Nil where the answer says neither.
  init?(_ json: JSONValue) {
    if let code = json["ErrorCode"]?.string {
      self = .failed(code: code, message: json["ErrorMessage"]?.string ?? "")
    } else if let eventID = json["EventId"]?.string {
      self = .accepted(eventID: eventID)
    } else {
      return nil
    }
  }
}
