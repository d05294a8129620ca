import Environment
import EventSourcing
import JSON

/// What is answered about a run: all of it, and each part.
struct RebuildProgress {
  private let run: RebuildRun
  private let parts: [RebuildPart]
  private let noun: Noun

  init(_ run: RebuildRun, _ parts: [RebuildPart], noun: Noun) {
    self.run = run
    self.parts = parts
    self.noun = noun
  }

  func json(at now: Timestamp) -> JSONValue {
    [
      "run": .string(run.id), "began": .string(run.began.rfc3339), "isComplete": .bool(parts.allSatisfy(\.isDone)),
      "isStopped": .bool(run.isStopped), "processed\(noun.plural)": sum(\.aggregates), "processedEvents": sum(\.events),
      "failed\(noun.singular)Count": sum(\.failedCount),
      "failed\(noun.plural)": .array(
        parts.flatMap(\.failed).map { [noun.idMember: .string($0.aggregateID), "reason": .string($0.reason)] }),
      "parts": .array(parts.map { json($0, at: now) }),
    ]
  }

  private func json(_ part: RebuildPart, at now: Timestamp) -> JSONValue {
    let state = part.isDone ? "done" : part.holder(at: now) == nil ? "waiting" : "working"
    return [
      "part": .number(JSONNumber(part.number)), "state": .string(state),
      "processed\(noun.plural)": .number(JSONNumber(part.aggregates)),
      "processedEvents": .number(JSONNumber(part.events)), "lastUpdated": .string(part.updated.rfc3339),
    ]
  }

  private func sum(_ count: (RebuildPart) -> Int) -> JSONValue {
    .number(JSONNumber(parts.reduce(0) { $0 &+ count($1) }))
  }
}
