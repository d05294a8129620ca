import DynamoDB
import EventSourcing
import JSON
import TestSupport
import Testing

@testable import EventStore

/// The short way from the wire to an event, held to the plain one.
@Suite struct StoredEventReaderTests {
  /// What an answer came to: events, the reasons of those that are none, or that it is no answer.
  private struct Outcome: Hashable {
    enum Reading: Hashable {
      case event(RecordedEvent)
      case unreadable(EventDecodingError, Item)
    }

    var readings: [Reading] = []
    var key: Item?
    var isFailure = false

    init(_ elements: [StoredEvent], key: Item?) {
      readings = elements.map { element in
        switch element {
        case .event(let event): .event(event)
        case .unreadable(let error, let item): .unreadable(error, item)
        }
      }
      self.key = key
    }

    init() { isFailure = true }
  }

  private func short(_ body: [UInt8]) -> Outcome {
    let query = QueryReading<StoredEventReader>(Query(table: "t", keyCondition: Expression("")))
    guard case .success(let output)? = try? query.output(body: body) else { return Outcome() }
    return Outcome(output.elements, key: output.lastEvaluatedKey)
  }

  private func plain(_ body: [UInt8]) -> Outcome {
    let query = Query(table: "t", keyCondition: Expression(""))
    guard case .success(let output)? = try? query.output(body: body) else { return Outcome() }
    return Outcome(output.items.map(StoredEvent.init), key: output.lastEvaluatedKey)
  }

  /// An answer with some events of random payloads, the attributes of items and maps in random order.
  private func body(_ random: SeededRandomness) throws -> [UInt8] {
    var log = try SampleLog(random.below(2) == 0 ? "account-1" : "Kontö-\(random.nextUInt64())")
    for _ in 0..<(random.below(3) + 1) {
      let key = random.below(2) == 0 ? nil : try IdempotencyKey("command-\(random.below(9))")
      let batch = random.below(3) == 0 ? BatchPlace(index: 1, of: 2) : nil
      log.next(random.members(), type: random.below(2) == 0 ? "Sampled" : "Sampled#1", key: key, batch: batch)
    }
    let items = try log.events.map { event in
      shuffled(try Item(json: EventItem.attributes(of: event, shards: .single)).wire, random)
    }
    var answer: JSONObject = ["Count": .number(JSONNumber(items.count)), "Items": .array(items)]
    if random.below(2) == 0 { answer["LastEvaluatedKey"] = ["AggregateId": ["S": "account-1"]] }
    return JSONValue.object(answer).serialized()
  }

  private func shuffled(_ value: JSONValue, _ random: SeededRandomness) -> JSONValue {
    var random = random
    switch value {
    case .array(let elements): return .array(elements.map { shuffled($0, random) })
    case .object(let object):
      return .object(JSONObject(object.map { ($0.key, shuffled($0.value, random)) }.shuffled(using: &random)))
    default: return value
    }
  }

  @Test("random events", arguments: 0..<400 as Range<UInt64>)
  func randomEvents(seed: UInt64) throws {
    let body = try body(SeededRandomness(seed: seed))
    let outcome = short(body)
    #expect(outcome == plain(body))
    #expect(!outcome.isFailure && !outcome.readings.isEmpty)
    for case .unreadable(let error, _) in outcome.readings { Issue.record("\(error)") }
  }

  /// One byte or a stretch is another, is missing, or is there twice.
  @Test("damaged answers", arguments: 0..<2_000 as Range<UInt64>)
  func damagedAnswers(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    var body = try body(random)
    let place = random.below(body.count)
    switch random.below(4) {
    case 0: body[place] = Array("\"\\{}[]:,0123456789-.eESNMLab \u{0}\u{7f}".utf8)[random.below(31)]
    case 1: body[place] = UInt8(random.below(256))
    case 2: body.removeSubrange(place..<min(place + random.below(40), body.count))
    default: body.insert(contentsOf: body[place..<min(place + random.below(40), body.count)], at: place)
    }
    #expect(short(body) == plain(body))
  }

  @Test("what is usual goes the short way")
  func usualEvents() throws {
    var log = try SampleLog("account-1")
    log.next([
      "amount": .number(CanonicalDecimal("12.5")?.number ?? JSONNumber(0)), "note": "Größe \"XL\"\n",
      "list": [1, nil, true],
    ])
    for event in log.events {
      let text = try Item(json: EventItem.attributes(of: event, shards: .single)).wire.serialized()
      let read = text.withUnsafeBufferPointer { bytes in
        var wire = WireReader(bytes)
        var reader = StoredEventReader()
        return reader.event(from: &wire)
      }
      #expect(read == event)
    }
  }

  @Test("white space is read as well")
  func whiteSpace() throws {
    var log = try SampleLog("account-1")
    let event = log.next(["a": 1])
    let item = try Item(json: EventItem.attributes(of: event, shards: .single)).wire.text
    let spaced = item.split(separator: "{").joined(separator: " {\n ")
    let body = "\n{ \"ScannedCount\" : 1 , \"Items\" : [ {\(spaced) ] , \"Count\" : 1 }\t"
    #expect(short(Array(body.utf8)) == Outcome([.event(event)], key: nil))
  }
}
