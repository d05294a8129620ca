import Environment
import EventSourcing

/// The projectors of several domains as one.
///
/// Whose an aggregate is, its log says. A notice names a type of event, which is believed until the log says otherwise.
public struct ProjectorGroup: AggregateProjecting {
  private let first: any AggregateProjecting
  private let others: [any AggregateProjecting]

  public init(_ first: any AggregateProjecting, _ others: [any AggregateProjecting]) {
    self.first = first
    self.others = others
  }

  private var all: [any AggregateProjecting] { [first] + others }

  public var noun: Noun { first.noun }

  public var nouns: [Noun] { all.flatMap(\.nouns) }

  public var eventTypes: [EventType] { all.flatMap(\.eventTypes) }

  public var lagSeconds: Int { first.lagSeconds }

  public func hasTime(until deadline: Timestamp?) -> Bool { first.hasTime(until: deadline) }

  public func project(_ demands: [ProjectionDemand], deadline: Timestamp?) -> [ProjectionReport] {
    var reports: [AggregateID: ProjectionReport] = [:]
    var misled: [ProjectionDemand] = []
    project(demands, deadline: deadline) { demand, report in
      reports[demand.aggregateID] = report
      if let type = report.failure?.unknownType, owner(of: type) != owner(of: demand.eventType) {
        misled.append(demand.told(type))
      }
    }
    project(misled, deadline: deadline) { demand, report in reports[demand.aggregateID] = report }
    return demands.compactMap { reports[$0.aggregateID] }
  }

  /// Has each demand met by the projector whose event types it names.
  private func project(
    _ demands: [ProjectionDemand], deadline: Timestamp?, take: (ProjectionDemand, ProjectionReport) -> Void
  ) {
    for (place, projector) in all.enumerated() {
      let own = demands.filter { owner(of: $0.eventType) == place }
      if own.isEmpty { continue }
      for (demand, report) in zip(own, projector.project(own, deadline: deadline)) { take(demand, report) }
    }
  }

  public func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    do throws(ProjectionFailure) {
      return try first.rebuild(aggregateID, run: run, force: force, pace: pace, deadline: deadline)
    } catch {
      guard let type = error.unknownType, owner(of: type) != 0 else { throw error }
      return try all[owner(of: type)].rebuild(aggregateID, run: run, force: force, pace: pace, deadline: deadline)
    }
  }

  /// The place of the projector that knows a type of event; the first's where none does.
  private func owner(of type: String?) -> Int {
    all.firstIndex { projector in projector.eventTypes.contains { $0.name == type } } ?? 0
  }
}

extension ProjectionFailure {
  /// The type of an event that the domain does not know: the log may be another's.
  fileprivate var unknownType: String? {
    switch self {
    case .unreadable(_, .unknownType(let type)): type
    case .eventStore(let error): error.unknownType
    default: nil
    }
  }
}
