import EventSourcing
import JSON
import Projecting
import ReadModel

/// What must stand in the read model behind a log: the plain fold of it.
struct ExpectedReadModel<Model: Domain> {
  private(set) var items: [AggregateID: [String: JSONObject]] = [:]
  private(set) var rows: Set<ViewRow> = []

  init(_ logs: [[RecordedEvent]], snapshotInterval: Int) throws {
    for log in logs {
      var state = Model.initial
      var items: [ReadModelItem] = []
      for event in log {
        state = Model.evolve(state, try Model.event(from: event))
        let copy = FoldedCopy<Model>(aggregateID: event.aggregateID, head: event.head, state: state)
        items.append(ReadModelItem(auditing: event, noun: Model.noun))
        if event.sequence.value % snapshotInterval == 0 {
          items.append(ReadModelItem(copy, as: .snapshot(event.sequence)))
        }
        if event == log.last {
          items.append(ReadModelItem(copy, as: .summary))
          rows.formUnion(ViewRow.rows(of: event.aggregateID, in: state, Model.self))
        }
      }
      for item in items {
        self.items[item.aggregateID, default: [:]][item.projection.text(of: Model.noun)] = item.attributes
      }
    }
  }

  /// Whether a read model is this one; the progress of refolds, which is never served, does not count.
  func holds(in readModel: InMemoryReadModel) -> Bool {
    let progress = ProjectionType.rebuild.text(of: Model.noun)
    return rows == readModel.rows && items == readModel.items.mapValues { $0.filter { $0.key != progress } }
  }
}
