import EventSourcing
import JSON
import TestSupport
import Testing

@testable import Projecting

/// The short way from a message to the notice in it, held to the plain one.
@Suite struct DeliveredNotificationTests {
  private static let others = ["id", "source", "account", "region", "version", "resources"]

  /// A message as EventBridge writes it, with members in random order, and now and then without one.
  private func body(_ random: SeededRandomness) throws -> [UInt8] {
    var generator = random
    var log = try SampleLog(random.below(2) == 0 ? "account-1" : "Kontö-\(random.nextUInt64())")
    for _ in 0...random.below(3) { log.next(random.members()) }
    let event = try #require(log.events.last)
    var envelope: JSONObject = [
      "detail-type": .string(event.type), "detail": .object(event.detail), "time": "2024-01-15T10:30:00Z",
    ]
    for name in Self.others where random.below(4) > 0 {
      envelope[name] = name == "resources" ? [["depth": [1, true, .null]]] : .string(name)
    }
    if random.below(4) == 0 { envelope["replay-name"] = "replay-7" }
    if random.below(8) == 0 { envelope["time"] = "yesterday" }
    return JSONValue.object(JSONObject(envelope.members.shuffled(using: &generator).map { ($0.key, $0.value) }))
      .serialized()
  }

  private func plain(_ body: JSONValue) -> BusNotification? {
    guard let object = body.object, BusNotification.isOne(object) else { return nil }
    return try? BusNotification(object)
  }

  @Test("random messages", arguments: 0..<200 as Range<UInt64>)
  func randomMessages(seed: UInt64) throws {
    let body = String(decoding: try body(SeededRandomness(seed: seed)), as: UTF8.self)
    let short = try #require(DeliveredNotification.notification(in: body))
    #expect(try short == plain(JSONValue(parsing: body)))
  }

  /// One byte or a stretch is another, is missing, or is there twice. Where the damage is in what is passed over, the message
  /// may be no JSON any more, and the short way takes it all the same.
  @Test("damaged messages")
  func damagedMessages() throws {
    var taken = 0
    for seed in 0..<3_000 as Range<UInt64> {
      let random = SeededRandomness(seed: seed)
      var bytes = try body(random)
      let place = random.below(bytes.count)
      let end = min(bytes.count, place + 1 + random.below(60))
      switch random.below(3) {
      case 0: bytes[place] = Array("\"\\{}[]:,0123456789-.eE \u{0}".utf8)[random.below(24)]
      case 1: bytes.removeSubrange(place..<end)
      default: bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let short = DeliveredNotification.notification(in: text) else { continue }
      taken += 1
      if let json = try? JSONValue(parsing: text) { #expect(short == plain(json), "\(seed): \(text)") }
    }
    #expect((300..<2_700).contains(taken))
  }

  @Test(
    "what may be something else is left to the plain way",
    arguments: [
      "action", "letter", "poisonRecord", "requestPayload", "DDBStreamBatchInfo", "detail", "time", "rebuildPart",
    ])
  func otherForms(member: String) throws {
    var text = String(decoding: try body(SeededRandomness(seed: 7)), as: UTF8.self)
    #expect(DeliveredNotification.notification(in: text) != nil)
    text.removeLast()
    #expect(DeliveredNotification.notification(in: text + #","\#(member)":{}}"#) == nil)
  }
}
