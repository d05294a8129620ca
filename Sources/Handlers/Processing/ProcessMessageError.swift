import EventSourcing

/// Why a message names no run of a process.
enum ProcessMessageError: Error, CustomStringConvertible {
  /// The event of the bus does not say whose it is.
  case event(EventDecodingError)
  /// No form that is known here.
  case unreadable(String)

  /// A short name for logs, metrics and letters: letters only.
  var name: String {
    switch self {
    case .event(let error): error.name
    case .unreadable: "UnknownMessage"
    }
  }

  var description: String {
    switch self {
    case .event(let error): error.description
    case .unreadable(let reason): reason
    }
  }
}
