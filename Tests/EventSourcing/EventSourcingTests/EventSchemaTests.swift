import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("Schema evolution")
struct EventSchemaTests {
  @Test("an old event loads through its upcaster, and its hash still holds")
  func lifted() throws {
    var log = try CounterLog()
    log.append(amount: 5, version: "1.0")
    log.append(amount: 2, version: "2.0")
    #expect(try Counter.fold(log.events, onto: .init()) == Counter.State(total: 7, events: 2))
    #expect(log.events.allSatisfy { $0.computedHash == $0.hash })
  }

  @Test("an unknown newer version is a named error", arguments: ["3.0", "0.9", "", "2"])
  func unknown(_ version: String) throws {
    var log = try CounterLog()
    log.append(amount: 5, version: version)
    let expected = EventDecodingError.unsupportedVersion(type: "Counted", version: version, newest: "2.0")
    #expect(throws: expected) { try Counter.fold(log.events, onto: .init()) }
  }

  @Test("a chain of upcasters is walked to its end, and a circle ends too")
  func chains() throws {
    let step = { (from: String, to: String) in
      EventSchema.Upcaster(from: from, to: to) { data in
        var data = data
        data[from] = .bool(true)
        return data
      }
    }
    let chain = EventSchema(type: "T", currentVersion: "3", upcasters: [step("2", "3"), step("1", "2")])
    #expect(try chain.lift([:], from: "1") == ["1": true, "2": true])
    let circle = EventSchema(type: "T", currentVersion: "3", upcasters: [step("1", "2"), step("2", "1")])
    #expect(throws: EventDecodingError.self) { try circle.lift([:], from: "1") }
  }
}
