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

  /// Whether sending the entry again may help: the bus was throttled or failed. Any other failure lies in the entry or
  /// in a permission (the error codes of `PutEventsResultEntry`).
  public var isRetryable: Bool {
    guard case .failed(let code, _) = self else { return false }
    return ["InternalFailure", "InternalException", "ThrottlingException", "ConcurrentModificationException"]
      .contains(code)
  }
}
