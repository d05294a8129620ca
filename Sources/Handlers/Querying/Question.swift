import Environment
import Invocation

/// One question, read from a request: whoever reads one names the field that is missing or not of its form.
protocol Question {
  /// - Throws: ``QueryFailure`` where what is stored cannot be read, and never for what the caller can mend.
  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer
}
