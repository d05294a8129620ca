import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// Sends stored events to the bus again: `{"action": "republish", "maximumEventsPerSecond"?}` with either of
/// ``LogRepublication`` and ``TimeRepublication``.
///
/// An event that cannot be read, or that the bus will never take, is named in the answer, and the others go on.
struct Republication {
  private static let maximumPageSize = 100
  /// How many events an answer names.
  private static let maximumNamed = 1_000
  /// How many events an error names.
  private static let maximumNamedInError = 10

  private let publisher: EventPublisher
  private let clock: any Clock
  private let sleeper: any Sleeper
  /// So that a long stretch does not crowd live traffic off the bus.
  private let maximumEventsPerSecond: Int
  private var published = 0
  private var unpublished: [UnpublishedEvent] = []

  /// - Throws: `RequestError` naming the field.
  init(
    _ fields: Fields, with publisher: EventPublisher, clock: any Clock, sleeper: any Sleeper
  ) throws(RequestError) {
    maximumEventsPerSecond = try fields.optionalInteger("maximumEventsPerSecond", in: 1...10_000) ?? 500
    self.publisher = publisher
    self.clock = clock
    self.sleeper = sleeper
  }

  /// Sends page by page until the end, or until the invocation's time runs short; then `continueFrom` says where to go
  /// on. At least one page is sent, so that who goes on gets to the end.
  ///
  /// - Throws: `FunctionError` where the store or the bus fails; its message says what had been published, and where the
  ///   page began that failed.
  mutating func run(
    _ source: any RepublicationSource, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    var source = source
    let end = context.deadline?.forDivisibleWork(from: clock.now())
    while let place = source.place {
      let start = clock.now()
      let page: RepublicationPage
      do {
        // No more than may be sent in a second: then no pause is longer than one.
        page = try source.next(
          limit: min(Self.maximumPageSize, maximumEventsPerSecond), deadline: context.deadline)
      } catch {
        throw FunctionError(type: error.name, message: error.message + whatWasDone(before: place))
      }
      try send(page, from: place, context)
      guard source.place != nil, unpublished.count < Self.maximumNamed else { break }
      let pause = pause(after: page.events.count, took: clock.now().milliseconds(since: start))
      let left = end?.milliseconds(since: clock.now()) ?? .max
      if left < pause + 2 * EventPublisher.reserve { break }
      if pause > 0 { sleeper.sleep(milliseconds: Int(clamping: pause)) }
    }
    return answer(about: source)
  }

  private mutating func send(
    _ page: RepublicationPage, from place: JSONValue, _ context: InvocationContext
  ) throws(FunctionError) {
    let outcomes = publisher.publish(page.events, traceHeader: context.tracer.header, deadline: context.deadline)
    var failed: (event: RecordedEvent, outcome: EventPublisher.Outcome)?
    var refused: [UnpublishedEvent] = []
    for (event, outcome) in zip(page.events, outcomes) {
      switch outcome {
      case .published: published += 1
      case .failed, .denied: failed = failed ?? (event, outcome)
      case .refused(let reason):
        refused.append(
          UnpublishedEvent(
            aggregateID: event.aggregateID.text, sequence: JSONNumber(event.sequence.value), reason: reason))
      }
    }
    context.metrics.count(.published, outcomes.count { $0 == .published })
    if let failed {
      throw FunctionError(
        type: failed.outcome.failureName,
        message:
          "event \(failed.event.sequence) of \(failed.event.aggregateID.text.debugDescription) was not published: "
          + (failed.outcome.reason ?? "") + whatWasDone(before: place))
    }
    // Only now: whoever goes on where a page failed hears of its events.
    for event in refused + page.unreadable {
      context.logger.error("event never published", event.fields)
      unpublished.append(event)
    }
  }

  /// An error is all that is left of an invocation, so it names what the answer would have named.
  private func whatWasDone(before place: JSONValue) -> String {
    let done = "; \(published) events were published, and all before \(place.text)"
    if unpublished.isEmpty { return done }
    let named = unpublished.prefix(Self.maximumNamedInError).map(\.description).joined(separator: ", ")
    let more = unpublished.count > Self.maximumNamedInError ? ", and more that the log names" : ""
    return "\(done) but \(unpublished.count) that never will be: \(named)\(more)"
  }

  /// What is missing to the time that so many events may take.
  private func pause(after count: Int, took milliseconds: Int64) -> Int64 {
    let due = Int64(count) * 1_000 / Int64(maximumEventsPerSecond)
    return due - min(max(milliseconds, 0), due)
  }

  private func answer(about source: any RepublicationSource) -> Answer {
    var body = source.description
    body["published"] = .number(JSONNumber(published))
    if !unpublished.isEmpty { body["unpublished"] = .array(unpublished.map(\.json)) }
    body["continueFrom"] = source.place
    return Answer(statusCode: 200, body: .object(body))
  }
}
