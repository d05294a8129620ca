import EventSourcing
import JSON

extension ViewRow {
  /// The row's item in the read model of what `noun` names: its keys and nothing else.
  public func attributes(of noun: Noun) -> JSONObject {
    JSONObject([
      (noun.idAttribute, .string(owner.text)), (ProjectionType.attribute, .string(sortKey)),
    ])
  }
}
