import EventSourcing
import Invocation
import JSON
import ReadModel

/// The questions about one aggregate.
extension QuestionDocumentation {
  static func summary(of domain: DomainDocumentation) -> QuestionDocumentation {
    let noun = domain.noun
    return QuestionDocumentation(
      noun.summaryQuery, "One of the \(noun.listMember), as the read model has it, or as its log has it",
      [
        aggregateID(noun.idMember),
        sequence("minSequence", "The answer holds this event at least: a caller reads its own write"),
        Member("consistent", FieldSchema.flag("Whether the answer holds all events there are")),
      ],
      answer: extended(
        domain.states.stored,
        with: [
          noun.idAttribute: text,
          ProjectionType.attribute: ["type": "string", "enum": [.string(ProjectionType.summary.text(of: noun))]],
          "Version": ["description": "The sequence of the last event in it", "type": "integer", "minimum": 0],
          "LastEventId": text, "LastUpdated": text, "HeadHash": text, "ProjectionVersion": ["type": "integer"],
          "StateDigest": text,
        ],
        required: [noun.idAttribute, ProjectionType.attribute, "Version", "LastEventId", "LastUpdated", "HeadHash"]),
      failures: [404: "NotFound", 409: "SequenceNotReached"],
      routes: [.init(template: noun.route, name: noun.summaryQuery, idMember: noun.idMember)])
  }

  /// Whose aggregate it is, the member says that names it: the first that is there.
  static func auditTrails(of domains: [DomainDocumentation]) -> [QuestionDocumentation] {
    domains.enumerated().map { place, domain in
      auditTrail(of: domain.noun, before: domains.prefix(place).map(\.noun.idMember))
    }
  }

  private static func auditTrail(of noun: Noun, before others: [String]) -> QuestionDocumentation {
    let entry = FieldSchema.object(
      [
        "EventId": optionalText, "EventType": optionalText, "Timestamp": optionalText,
        "Data": ["type": ["object", "null"]], "FirstSequence": count, "LastSequence": count, "error": text,
      ], required: ["EventId", "EventType", "Timestamp", "Data"])
    return QuestionDocumentation(
      QueryName.auditTrail, title: "Get\(noun.singular)AuditTrail",
      "What happened to one of the \(noun.listMember), from the read model, oldest first",
      others.map { Member($0, ["type": "null"]) } + [aggregateID(noun.idMember)]
        + paging(default: Fields.maximumLimit),
      answer: FieldSchema.object(
        [
          noun.idAttribute: text, ProjectionType.attribute: ["type": "string", "enum": ["AuditTrail"]],
          "Events": ["type": "array", "items": .object(entry)], "LastEventId": optionalText,
          "LastUpdated": optionalText, "Version": count, "nextToken": nextToken,
        ],
        required: [noun.idAttribute, ProjectionType.attribute, "Events", "LastEventId", "LastUpdated", "Version"]),
      failures: [404: "NotFound"])
  }

  static func aggregateEvents(of domains: [DomainDocumentation]) -> QuestionDocumentation {
    QuestionDocumentation(
      QueryName.aggregateEvents, "The events of one log, oldest first; an unknown aggregate has none",
      [aggregateID("aggregateId"), sequence("fromSequence", "The first event's place; absent: 1")]
        + paging(default: Fields.maximumLimit),
      answer: FieldSchema.object(
        [
          "aggregateId": text, "events": ["type": "array", "items": FieldSchema.reference("Event")],
          "eventCount": count, "nextToken": nextToken,
        ], required: ["aggregateId", "events", "eventCount"]),
      routes: domains.map { domain in
        Route(
          template: domain.noun.route + "/events", name: "get\(domain.noun.singular)Events", idMember: "aggregateId")
      })
  }

  static func state(of domains: [DomainDocumentation]) -> QuestionDocumentation {
    let states = domains.map { domain in
      JSONValue.object(extended(domain.states.description, with: ["aggregateId": text], required: ["aggregateId"]))
    }
    return QuestionDocumentation(
      QueryName.state, "One aggregate as it was behind an event or at an instant, or as it is now",
      [
        aggregateID("aggregateId"),
        sequence("upToSequence", "The last event's place; 0 for the state before the first, absent with asOf"),
        Member("asOf", FieldSchema.instant("The instant; absent with upToSequence")),
      ],
      answer: FieldSchema.object(
        [
          "aggregateId": text, "reconstructedState": ["anyOf": .array(states)], "eventsProcessed": count,
          "upToSequence": count, "asOf": text, "reconstructionTimestamp": instant,
        ],
        required: [
          "aggregateId", "reconstructedState", "eventsProcessed", "upToSequence", "reconstructionTimestamp",
        ]))
  }

  static var integrity: QuestionDocumentation {
    let flag: JSONValue = ["type": ["boolean", "null"]]
    return QuestionDocumentation(
      QueryName.integrity, "Whether a log is as it was written, and the read model what it adds up to",
      [aggregateID("aggregateId"), token],
      answer: FieldSchema.object(
        [
          "aggregateId": text, "valid": ["type": "boolean"], "eventsChecked": count, "firstInvalidSequence": count,
          "reason": text, "readModelMatches": flag, "readModelVersion": count, "checkpointMatches": flag,
          "readModelDifference": text, "checkpointDifference": text, "headHash": text, "nextToken": nextToken,
        ],
        required: [
          "aggregateId", "valid", "eventsChecked", "readModelMatches", "readModelVersion", "checkpointMatches",
          "headHash",
        ]))
  }
}
