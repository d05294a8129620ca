import Environment
import EventSourcing
import Invocation

/// A question about an aggregate that is named without its domain: the log's first event says whose it is.
struct OwnersQuestion: Question {
  private let aggregateID: AggregateID
  private let choices: [(domain: QueryDomain, question: any Question)]

  /// - Parameters:
  ///   - domains: never empty; an aggregate without events is answered for by the first.
  ///   - reading: which of a domain's questions is asked.
  /// - Throws: `RequestError` for what no domain can read. A token of one domain is unreadable to the others.
  init(
    _ fields: Fields, _ domains: [QueryDomain], _ reading: (QueryDomain) -> QueryDomain.Reading
  ) throws(RequestError) {
    aggregateID = try fields.aggregateID("aggregateId")
    var choices: [(QueryDomain, any Question)] = []
    var refusal: RequestError?
    for domain in domains {
      do throws(RequestError) {
        choices.append((domain, try reading(domain)(fields)))
      } catch {
        refusal = refusal ?? error
      }
    }
    if choices.isEmpty, let refusal { throw refusal }
    self.choices = choices
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    let choice = try owner(sources, deadline)
    var own = choice.domain.sources
    own.budget = sources.budget
    return try choice.question.answer(from: own, deadline: deadline)
  }

  private func owner(
    _ sources: QuerySources, _ deadline: Timestamp?
  ) throws(QueryFailure) -> (domain: QueryDomain, question: any Question) {
    guard choices.count > 1 else { return choices[0] }
    let first = try sources.events(
      of: aggregateID, from: .zero.next, through: .zero.next, limit: 1, deadline: deadline
    ).events.first
    return choices.first { choice in choice.domain.eventTypes.contains { $0.name == first?.type } } ?? choices[0]
  }
}
