import EventSourcing

/// Why a message of the dead-letter queue cannot be repaired here. It stays in the queue.
enum QueuedMessageError: Error, CustomStringConvertible {
  /// The stream's own failure record. It carries shard and sequence numbers and neither events nor their names; the
  /// events are in the event store, and `republish` sends them again.
  case streamBatch
  /// Lambda's record of a failed invocation that was none of the projection's: an asynchronous command.
  case command
  /// The event cannot be read.
  case event(EventDecodingError)
  /// No form that is known here.
  case unreadable(String)

  /// A short name for logs: letters only.
  var name: String {
    switch self {
    case .streamBatch: "StreamBatchNotRepairable"
    case .command: "CommandNotRepairable"
    case .event(let error): error.name
    case .unreadable: "UnknownMessage"
    }
  }

  var description: String {
    switch self {
    case .streamBatch: "a stream's failure record names no events; republish the aggregates concerned"
    case .command: "a failed command is no event; send its requestPayload to the command function again"
    case .event(let error): error.description
    case .unreadable(let reason): reason
    }
  }
}
