// The runtime loop and nothing besides: what comes is sent back. `./build.sh bench` measures it beside the same in C, the floor.
import Bootstrap
import LambdaRuntime

private struct Echo: LambdaHandler {
  func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] { event }
}

FunctionBootstrap.run { _ in Echo() }
