import EventSourcing
import LambdaRuntime
import ReadModel

/// Why a question could not be answered, for no fault of the caller.
enum QueryFailure: Error {
  case eventStore(EventStoreError)
  case readModel(ReadModelError)

  /// What the invocation fails with.
  var functionError: FunctionError {
    switch self {
    case .eventStore(let error): FunctionError(type: error.name, message: error.description)
    case .readModel(let error): FunctionError(type: error.name, message: error.description)
    }
  }
}
