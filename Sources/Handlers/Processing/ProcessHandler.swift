import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import SQS

/// The process function: takes a batch of the process's queue, or an operator's `resume`, and takes each run that it names
/// as far as it goes.
public struct ProcessHandler<Process: DomainProcess>: LambdaHandler {
  private let runner: ProcessRunner<Process>
  private let messages: ProcessMessages<Process>

  /// - Parameter lagSeconds: how long after its notification an event may take to show in the store.
  public init(
    runner: ProcessRunner<Process>, deadLetters: DeadLetterQueue, lagSeconds: Int, clock: any Clock
  ) {
    self.runner = runner
    messages = ProcessMessages(runner: runner, deadLetters: deadLetters, lagSeconds: lagSeconds, clock: clock)
  }

  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let parsed = try JSONValue(event: event)
    let observer = ProcessObserver(context: context)
    if let records = parsed["Records"]?.array { return try messages.handle(records, observer) }
    guard let object = parsed.object, object["action"] != nil else {
      throw FunctionError(
        type: "UnsupportedEvent", message: "the event is neither a batch of a queue nor the action resume")
    }
    return try resume(object, observer)
  }

  private func resume(_ object: JSONObject, _ observer: ProcessObserver) throws(FunctionError) -> [UInt8] {
    let aggregateID: AggregateID
    do throws(RequestError) {
      let fields = Fields(object)
      guard try fields.string("action") == "resume" else { throw .invalid("action", mustBe: "resume") }
      aggregateID = try fields.required(
        Process.noun.idMember, bytes: 1...AggregateID.maximumBytes, as: AggregateID.init)
    } catch {
      return Answer(error).rendered(for: .bare)
    }
    observer.context.workOn(aggregateID.text)
    let report: ProcessReport
    do {
      report = try runner.run(aggregateID, from: .zero.next, deadline: observer.context.deadline)
    } catch {
      if case .notInStore = error {
        let body: JSONValue = ["error": .string("\(Process.noun.singular) not found")]
        return Answer(statusCode: 404, body: body).rendered(for: .bare)
      }
      observer.failed("a run could not go on", error)
      throw FunctionError(type: error.name, message: error.description)
    }
    observer.note(report)
    return Answer(
      statusCode: 200,
      body: ["recordedEvents": .number(JSONNumber(report.recorded)), "needsOperator": .bool(report.needsOperator)]
    ).rendered(for: .bare)
  }
}
