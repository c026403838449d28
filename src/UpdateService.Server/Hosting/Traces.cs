using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using UpdateService.Builder.Refreshing;
using UpdateService.Planning.Questions;

namespace UpdateService.Server.Hosting;

/// <summary>
/// Sends traces to a collector if one is configured: refreshes with their steps, registry requests, and a share of client requests. If
/// none is, there is no listener and no span is created.
/// </summary>
/// <seealso href="https://opentelemetry.io/docs/specs/otlp/"/>
internal sealed class Traces : IDisposable
{
    private const string SourceName = "UpdateService.Server";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly TracerProvider? provider;

    public Traces(ServiceOptions options) => provider = options.TracesTo is { } collector ? SendTo(collector, options.TraceShare) : null;

    /// <summary>Starts the planner's part of a request.</summary>
    public static Activity? BeginPlan(QuestionKind kind, int revision) =>
        Source.StartActivity("plan")?.SetTag("update_service.question", kind.ToString()).SetTag("update_service.revision", revision);

    /// <summary>Names the request's span after its route, which the framework does not know.</summary>
    public static void Name(string route)
    {
        if (Activity.Current is { } span)
        {
            span.DisplayName = $"GET {route}";
            _ = span.SetTag("http.route", route);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => provider?.Dispose();

    private static TracerProvider SendTo(Uri collector, double share) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => resource.AddService("update-service", serviceVersion: ServiceVersion.Text))
        .SetSampler(new ParentBasedSampler(new RefreshSampler(share)))
        .AddSource(SourceName, RefreshTraces.SourceName, "Microsoft.AspNetCore", "System.Net.Http")
        .AddOtlpExporter(exporter =>
        {
            exporter.Endpoint = new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/v1/traces");
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        })
        .Build();

    /// <summary>Traces all refreshes, which are rare and always of interest, and a share of requests.</summary>
    private sealed class RefreshSampler(double share) : Sampler
    {
        private readonly TraceIdRatioBasedSampler requests = new(share);

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Name == RefreshTraces.Refresh ? new SamplingResult(SamplingDecision.RecordAndSample) : requests.ShouldSample(samplingParameters);
    }
}
