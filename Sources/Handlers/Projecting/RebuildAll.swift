import AWSCore
import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The rebuild of all aggregates: what an operator asks of it, and its parts that go on by themselves.
struct RebuildAll {
  let register: RebuildRegister
  let parts: RebuildParts
  let clock: any Clock

  /// Begins a run, in the place of any other, and sends its parts on their way. The same invocation, tried again by
  /// Lambda, sends them again.
  ///
  /// - Parameter id: of the invocation, or of the message, that begins it.
  /// - Throws: `FunctionError`; then the run may have begun with some of its parts, and can be begun anew.
  func begin(
    _ request: RebuildAllRequest, as id: String, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    let run = try translated { () throws(ProjectionFailure) in
      if let run = try register.run(deadline: context.deadline)?.value, run.id == id { return run }
      var run = RebuildRun(request, id: id, began: clock.now())
      run.place = parts.walk(of: run).start
      guard try register.begin(run, deadline: context.deadline) else { throw .contended }
      return run
    }
    for number in 1...run.parts {
      guard parts.send(RebuildMessage(run: run.id, part: number), at: nil, context) else {
        throw FunctionError(
          type: "RebuildNotSent",
          message: "part \(number) of \(run.parts) could not be put into the queue: send rebuildAll again")
      }
    }
    context.logger.info("rebuild of all begun", [("run", .string(run.id)), ("parts", .number(JSONNumber(run.parts)))])
    return Answer(
      statusCode: 200,
      body: [
        "run": .string(run.id), "began": .string(run.began.rfc3339), "parts": .number(JSONNumber(run.parts)),
      ])
  }

  /// Lets the parts of the newest run end where they are.
  func stop(_ context: InvocationContext) throws(FunctionError) -> Answer {
    try translated { () throws(ProjectionFailure) in
      var race = parts.retry.begin()
      while true {
        guard var run = try register.run(deadline: context.deadline) else { return Self.none }
        run.value.isStopped = true
        if try register.save(&run, deadline: context.deadline) {
          return Answer(statusCode: 200, body: ["run": .string(run.value.id), "isStopped": true])
        }
        guard parts.retry.pause(&race, deadline: context.deadline) else { throw .contended }
      }
    }
  }

  /// How far the newest run has come.
  func progress(_ context: InvocationContext) throws(FunctionError) -> Answer {
    try translated { () throws(ProjectionFailure) in
      guard let run = try register.run(deadline: context.deadline)?.value else { return Self.none }
      var found: [RebuildPart] = []
      for number in 1...run.parts {
        found.append(try register.part(number, of: run.id, at: run.began, deadline: context.deadline).value)
      }
      return Answer(statusCode: 200, body: RebuildProgress(run, found, noun: register.noun).json(at: clock.now()))
    }
  }

  private static let none = Answer(statusCode: 404, body: ["error": "There has been no rebuildAll"])

  private func translated<Value>(
    _ body: () throws(ProjectionFailure) -> Value
  ) throws(FunctionError) -> Value {
    do {
      return try body()
    } catch {
      throw FunctionError(type: error.name, message: error.description)
    }
  }
}
