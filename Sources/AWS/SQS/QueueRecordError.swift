/// Why a record is no message of a queue.
public enum QueueRecordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Another service sent it.
  case otherSource
  /// It has no id by which it could be reported.
  case unnamed

  /// A short name for function errors, letters only.
  public var name: String {
    switch self {
    case .otherSource: "UnsupportedEvent"
    case .unnamed: "MalformedEvent"
    }
  }

  public var description: String {
    switch self {
    case .otherSource: "the records are not those of an SQS queue"
    case .unnamed: "a record of the queue has no messageId"
    }
  }
}
