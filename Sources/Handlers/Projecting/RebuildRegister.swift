import Environment
import EventSourcing
import JSON
import ReadModel

/// Where a ``RebuildRun`` and its parts are kept: any invocation can go on, and anybody can look.
struct RebuildRegister {
  let store: any ProgressStore
  let noun: Noun

  /// A value with the item that it was read from.
  struct Kept<Value: RebuildRecord> {
    var value: Value
    fileprivate(set) var item: Progress
  }

  /// The newest run; nil where there has been none.
  func run(deadline: Timestamp?) throws(ProjectionFailure) -> Kept<RebuildRun>? {
    let item = try item("\(noun.singular)RebuildRun", deadline)
    return RebuildRun(item.content).map { Kept(value: $0, item: item) }
  }

  /// Puts a run in the place of any other.
  ///
  /// - Returns: false if somebody else did so at the same time.
  func begin(_ run: RebuildRun, deadline: Timestamp?) throws(ProjectionFailure) -> Bool {
    var kept = Kept(value: run, item: try item("\(noun.singular)RebuildRun", deadline))
    return try save(&kept, deadline: deadline)
  }

  /// A part of a run; one that is still to begin where the item is of another run.
  func part(
    _ number: Int, of run: String, at now: Timestamp, deadline: Timestamp?
  ) throws(ProjectionFailure) -> Kept<RebuildPart> {
    let item = try item("\(noun.singular)RebuildPart#\(number)", deadline)
    if let part = RebuildPart(item.content), part.run == run, part.number == number {
      return Kept(value: part, item: item)
    }
    return Kept(value: RebuildPart(run: run, number: number, at: now), item: item)
  }

  /// Puts a value in the place of the one that was read.
  ///
  /// - Returns: false if that is no longer there.
  func save<Value>(_ kept: inout Kept<Value>, deadline: Timestamp?) throws(ProjectionFailure) -> Bool {
    kept.item.content = kept.value.content
    do {
      guard let item = try store.put(kept.item, deadline: deadline) else { return false }
      kept.item = item
      return true
    } catch {
      throw .readModel(error)
    }
  }

  private func item(_ name: String, _ deadline: Timestamp?) throws(ProjectionFailure) -> Progress {
    do {
      return try store.progress(name, deadline: deadline)
    } catch {
      throw .readModel(error)
    }
  }
}

/// What a ``RebuildRegister`` keeps.
protocol RebuildRecord {
  /// What is stored.
  var content: JSONObject { get }
}
