import EventSourcing
import JSON

/// A domain as the file that infrastructure is made from: `dist/domain.json`, which the build writes and Terraform reads,
/// so that nothing of a domain is spelled twice.
public enum DomainDescription<Model: Domain> {
  /// The file's text.
  public static var text: String { JSONValue.object(json).text }

  /// The file's text where a process over the domain's aggregates may be switched on.
  public static func text<Process: DomainProcess>(with process: Process.Type) -> String {
    JSONValue.object(json(with: process)).text
  }

  /// The same as JSON: the domain, and beside it `process`, which says of itself what a domain does, and after which types
  /// of events there is something to do.
  public static func json<Process: DomainProcess>(with process: Process.Type) -> JSONObject {
    var description = json
    var other = DomainDescription<Process>.json
    other["drivingTypes"] = .array(Process.drivingTypes.map { .string($0.name) })
    description["process"] = .object(other)
    return description
  }

  /// The file's content.
  public static var json: JSONObject {
    [
      "noun": .object(noun),
      "source": .string(Model.source),
      "eventTypes": .array(Model.eventTypes.map { .object(description(of: $0)) }),
      "sample": .object(sample),
      "views": .array(Model.views.map { .object(description(of: $0)) }),
    ]
  }

  private static var noun: JSONObject {
    let noun = Model.noun
    return [
      "singular": .string(noun.singular), "plural": .string(noun.plural), "idMember": .string(noun.idMember),
      "idAttribute": .string(noun.idAttribute), "listMember": .string(noun.listMember),
    ]
  }

  private static func description(of type: EventType) -> JSONObject {
    [
      "name": .string(type.name), "startsLog": .bool(type.startsLog), "version": .string(type.schema.currentVersion),
      "schema": .object(RegistrySchema(of: type, source: Model.source, payload: payload(of: type)).document),
    ]
  }

  private static func description(of view: View<Model.State>) -> JSONObject {
    [
      "query": .string(view.query(listing: Model.noun)), "member": .string(view.owner.idMember),
      "route": .string(view.route(listing: Model.noun)),
    ]
  }

  private static func payload(of type: EventType) -> JSONObject { Model.documentation(of: type).payload }

  /// Commands and a query as JSON text, because a number that is read and written again may look different: 100.50, 100.5.
  private static var sample: JSONObject {
    let query: JSONValue = [
      "queryType": .string(Model.noun.summaryQuery), "\(Model.noun.idMember)": .string(Model.sampleID),
    ]
    return [
      "aggregateId": .string(Model.sampleID),
      "commands": .array(Model.eventTypes.map { .string(command($0).text) }),
      "query": .string(query.text),
    ]
  }

  private static func command(_ type: EventType) -> JSONValue {
    [
      "aggregateId": .string(Model.sampleID), "eventType": .string(type.name),
      "eventData": .object(Model.documentation(of: type).sample),
    ]
  }
}
