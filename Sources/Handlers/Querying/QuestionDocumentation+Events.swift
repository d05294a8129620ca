import Invocation
import JSON

/// The questions about the events of many aggregates.
extension QuestionDocumentation {
  static func eventsByType(of domains: [DomainDocumentation]) -> QuestionDocumentation {
    let types = FieldSchema.choice("The events' type", of: domains.flatMap(\.eventTypes))
    return QuestionDocumentation(
      QueryName.eventsByType, "All events of one type, newest first",
      [Member("eventType", types, isRequired: true)] + times(areRequired: false) + paging(default: 100),
      answer: eventList(["eventType": text], boundsAreNull: true))
  }

  static var eventsByTimeRange: QuestionDocumentation {
    QuestionDocumentation(
      QueryName.eventsByTimeRange, "The events of all types between two instants, oldest first",
      times(areRequired: true) + paging(default: 100), answer: eventList([:], boundsAreNull: false))
  }
}
