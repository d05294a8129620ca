import Accounts
import EventSourcing
import JSON
import Parcels
import TestSupport
import Testing
import Transfers

/// What domains say of their states beside what the states are.
@Suite struct StateDocumentationTests {
  @Test func accounts() throws { try check(Account.self) }

  @Test func transfers() throws { try check(Transfer.self) }

  @Test("a domain may say nothing of its states")
  func parcels() {
    #expect(Parcel.stateDocumentation == StateDocumentation())
  }

  /// Folds the samples of all types of events, and looks at the names of members on the way.
  private func check<Model: Domain>(_ model: Model.Type) throws {
    let documentation = Model.stateDocumentation
    var state = Model.initial
    #expect(names(Model.description(of: state)) == names(documentation.description["properties"]))
    var described: Set<String> = []
    var head = LogHead.empty
    for type in Model.eventTypes {
      let event = RecordedEvent(
        NewEvent(
          type: type.name, version: type.schema.currentVersion, data: Model.documentation(of: type).sample),
        eventID: "e", aggregateID: try AggregateID(Model.sampleID), after: head, at: ManualClock().now(),
        metadata: EventMetadata(commandID: nil, userID: "u", correlationID: nil))
      head = event.head
      state = Model.evolve(state, try Model.event(from: event))
      expect(Model.description(of: state), isDescribedBy: documentation.description)
      expect(Model.encode(state), isDescribedBy: documentation.stored)
      described.formUnion(names(Model.encode(state)))
      for view in Model.views { expect(view.entry(state), isDescribedBy: view.entryDocumentation) }
    }
    // What no sample has is left, and that is little.
    #expect(names(documentation.stored["properties"]).subtracting(described).isEmpty)
  }

  private func expect(_ object: JSONObject, isDescribedBy schema: JSONObject) {
    let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
    #expect(names(object).isSubset(of: names(schema["properties"])))
    #expect(required.isSubset(of: names(object)))
    for (name, value) in object {
      let rule = schema["properties"]?[name]
      let types = (rule?["type"]?.array ?? rule?["type"].map { [$0] } ?? []).compactMap(\.string)
      #expect(types.contains(type(of: value)) || types.contains("integer") && value.number?.int != nil, "\(name)")
      if let choices = rule?["enum"]?.array { #expect(choices.contains(value)) }
    }
  }

  private func names(_ value: JSONValue?) -> Set<String> { names(value?.object ?? [:]) }

  private func names(_ object: JSONObject) -> Set<String> { Set(object.keys) }

  private func type(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
