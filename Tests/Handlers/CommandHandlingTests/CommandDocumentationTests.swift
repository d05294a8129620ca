import Accounts
import CommandHandling
import EventSourcing
import JSON
import Testing
import Transfers

/// What is told of commands beside what the function takes.
@Suite struct CommandDocumentationTests {
  private let documentation = CommandDocumentation(Account.self)

  @Test("there is a schema for each type of event, and one for several")
  func names() {
    #expect(
      documentation.requests.map(\.name) == [
        "AccountCreatedCommand", "TransactionProcessedCommand", "AccountClosedCommand", "AccountBatch",
      ])
    #expect(
      CommandDocumentation(Transfer.self).requests.map(\.name) == [
        "TransferRequestedCommand", "TransferDebitedCommand", "TransferCompletedCommand", "TransferFailedCommand",
        "TransferBatch",
      ])
  }

  @Test("samples are taken, in this order")
  func samples() throws {
    let bench = CommandBench()
    for sample in documentation.samples { #expect(try bench.send(sample.request).status == 200) }
    #expect(bench.log.map(\.type) == documentation.samples.map(\.name))
  }

  @Test("members have the limits that are told", arguments: ["aggregateId", "commandId", "userId", "correlationId"])
  func limits(member: String) throws {
    for (_, schema) in documentation.requests {
      let length = try #require(schema["properties"]?[member]?["maxLength"]?.number?.int)
      let sample = try #require(documentation.samples.first).request.setting("eventData.accountId", nil)
      let longest = sample.setting(member, .string(String(repeating: "x", count: length)))
      #expect(try CommandBench().send(longest).status == 200)
      let longer = sample.setting(member, .string(String(repeating: "x", count: length + 1)))
      #expect(try CommandBench().send(longer).body["field"] == .string(member))
    }
  }

  @Test("a payload's whole numbers have the limits that are told")
  func wholeNumbers() throws {
    var checked = 0
    for type in Transfer.eventTypes {
      let documentation = Transfer.documentation(of: type)
      for (name, rule) in documentation.payload["properties"]?.object ?? [:] where rule["type"] == "integer" {
        let least = try #require(rule["minimum"]?.number?.int)
        let greatest = try #require(rule["maximum"]?.number?.int)
        for (value, isTaken) in [(least, true), (greatest, true), (least - 1, false), (greatest + 1, false)] {
          var payload = documentation.sample
          payload[name] = .number(JSONNumber(value))
          let command = try? Transfer.command(type.name, payload, for: try AggregateID(Transfer.sampleID))
          #expect((command != nil) == isTaken, "\(type.name) \(name) \(value)")
          checked += 1
        }
      }
    }
    #expect(checked == 8)
  }

  @Test("a batch has as many events as is told")
  func batch() throws {
    let schema = try #require(documentation.requests.last).schema
    let most = try #require(schema["properties"]?["events"]?["maxItems"]?.number?.int)
    let event: JSONValue = ["eventType": "TransactionProcessed", "eventData": ["amount": 1]]
    for (count, status) in [(most, 200), (most + 1, 400)] {
      let bench = CommandBench()
      try bench.open()
      let reply = try bench.send(
        ["aggregateId": "account-123", "events": .array(Array(repeating: event, count: count))])
      #expect(reply.status == status)
    }
  }

  @Test("answers have the members that are told")
  func answers() throws {
    let bench = CommandBench()
    let created = try #require(documentation.samples.first).request.setting("commandId", "c-1")
    let first = try bench.send(created)
    let again = try bench.send(created)
    let reused = try bench.send(created.setting("eventData.accountType", "other"))
    let conflict = try bench.send(created.setting("commandId", "c-2").setting("expectedSequence", 7))
    let refused = try bench.send(created.setting("commandId", "c-3"))
    #expect([first, again].allSatisfy { isTold($0.body, by: CommandDocumentation.appended) })
    for reply in [reused, conflict, refused] {
      let told = CommandDocumentation.refusals.first { reply.body["type"] == .string($0.type) }
      #expect(told?.status == reply.status)
      #expect(Set(told?.members.keys ?? []).union(["error", "type"]) == Set(reply.body.object?.keys ?? []))
    }
  }

  private func isTold(_ body: JSONValue, by schema: JSONObject) -> Bool {
    let keys = Set(body.object?.keys ?? [])
    let required = (schema["required"]?.array ?? []).compactMap(\.string)
    return keys.isSuperset(of: required) && keys.isSubset(of: schema["properties"]?.object?.keys ?? [])
  }
}
