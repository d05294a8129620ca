import Environment
import EventSourcing
import Invocation

/// A question of one domain's own about an aggregate that may be another domain's: then there is none of that name.
struct OwnQuestion: Question {
  let question: any Question
  let noun: Noun
  /// The event types of all domains that are served.
  let known: Set<String>

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    do {
      return try question.answer(from: sources, deadline: deadline)
    } catch {
      guard case .eventStore(let failure) = error, OtherDomain(failure, known: known) != nil else { throw error }
      return .notFound(noun)
    }
  }
}
