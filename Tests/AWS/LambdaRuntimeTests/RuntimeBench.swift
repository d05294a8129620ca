import Environment
import HTTPTransport
import LambdaRuntime
import TestSupport

/// A runtime with everything around it, for tests.
struct RuntimeBench {
  let output = RecordedOutput()
  let clock = ManualClock()
  let sleeper = RecordingSleeper()
  let runtime: LambdaRuntime

  init(authority: String, transport: Transport, variables: [String: String] = [:]) throws {
    var values = ["AWS_LAMBDA_RUNTIME_API": authority, "AWS_LAMBDA_FUNCTION_NAME": "echo"]
    values.merge(variables) { $1 }
    runtime = try LambdaRuntime(
      environment: EnvironmentVariables(values), transport: transport, clock: clock, sleeper: sleeper, output: output)
  }

  init(_ server: RuntimeAPIServer, variables: [String: String] = [:]) throws {
    try self.init(authority: server.server.authority, transport: ConnectionTransport(), variables: variables)
  }
}
