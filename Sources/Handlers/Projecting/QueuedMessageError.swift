import EventSourcing

/// Why a message says nothing that can be done here.
enum QueuedMessageError: Error, CustomStringConvertible {
  /// The stream's own failure record. It carries shard and sequence numbers and neither events nor their names; the
  /// events are in the event store, and `republish` sends them again.
  case streamBatch
  /// Lambda's record of a failed invocation that was none of the projection's: an asynchronous command.
  case command
  /// A letter or a record that names nothing to repair.
  case notRepairable(String)
  /// The event of the bus does not say whose it is.
  case event(EventDecodingError)
  /// No form that is known here.
  case unreadable(String)

  /// Whether somebody needs the message as it is: it is left, and comes to the dead-letter queue whole. Of others a
  /// letter says all that there is to say.
  var isToBeKept: Bool {
    switch self {
    case .streamBatch, .command, .notRepairable: true
    case .event, .unreadable: false
    }
  }

  /// A short name for logs, metrics and letters: letters only.
  var name: String {
    switch self {
    case .streamBatch: "StreamBatchNotRepairable"
    case .command: "CommandNotRepairable"
    case .notRepairable: "MessageNotRepairable"
    case .event(let error): error.name
    case .unreadable: "UnknownMessage"
    }
  }

  var description: String {
    switch self {
    case .streamBatch: "a stream's failure record names no events; republish the aggregates concerned"
    case .command: "a failed command is no event; send its requestPayload to the command function again"
    case .event(let error): error.description
    case .notRepairable(let reason), .unreadable(let reason): reason
    }
  }
}
