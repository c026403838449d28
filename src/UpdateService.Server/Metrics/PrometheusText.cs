using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace UpdateService.Server.Metrics;

/// <summary>
/// Collects the measurements of the service's meter and of the runtime's, and writes them in Prometheus' text format 0.0.4.
/// </summary>
/// <seealso href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format"/>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>The media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, Family> families = new();
    private readonly Lock writing = new();

    /// <summary>Listens only to the meters that the factory makes; by default a listener receives those of every service in the process.</summary>
    public PrometheusText(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name is ServiceMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                _ = families.TryAdd(instrument, new Family(instrument));
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => families[instrument].Add(value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => families[instrument].Add(value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => families[instrument].Add(value, tags));
        listener.Start();
    }

    /// <summary>All families by name.</summary>
    public string Write()
    {
        lock (writing)
        {
            foreach (var family in families.Values)
            {
                family.ForgetObserved();
            }

            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    /// <summary>One instrument with its series.</summary>
    private sealed class Family(Instrument instrument)
    {
        private readonly ConcurrentDictionary<string, double> series = new(StringComparer.Ordinal);
        private readonly ImmutableArray<double> bounds = [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? []];
        private readonly long[] buckets = new long[((instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.Count ?? 0) + 1];
        private double sum;

        public string Name => instrument.Name;

        private bool IsHistogram => instrument is Histogram<double>;

        private bool IsCounter => instrument is Counter<long> or ObservableCounter<long> or ObservableCounter<double>;

        public void ForgetObserved()
        {
            if (instrument.IsObservable)
            {
                series.Clear();
            }
        }

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (IsHistogram)
            {
                Count(value);
                return;
            }

            var labels = Labels(tags);
            _ = instrument is Counter<long>
                ? series.AddOrUpdate(labels, static (_, added) => added, static (_, old, added) => old + added, value)
                : series[labels] = value;
        }

        public void Write(StringBuilder text)
        {
            var type = IsHistogram ? "histogram" : IsCounter ? "counter" : "gauge";
            _ = text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n# TYPE {Name} {type}\n");
            if (IsHistogram)
            {
                WriteHistogram(text);
                return;
            }

            foreach (var (labels, value) in series.OrderBy(item => item.Key, StringComparer.Ordinal))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"{Name}{labels} {value}\n");
            }
        }

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.IsEmpty)
            {
                return "";
            }

            var labels = new StringBuilder("{");
            foreach (var (key, value) in tags)
            {
                var escaped = (value?.ToString() ?? "").Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
                _ = labels.Append(labels.Length > 1 ? "," : "").Append(key).Append("=\"").Append(escaped).Append('"');
            }

            return labels.Append('}').ToString();
        }

        private void Count(double value)
        {
            var bucket = 0;
            while (bucket < bounds.Length && value > bounds[bucket])
            {
                bucket++;
            }

            _ = Interlocked.Increment(ref buckets[bucket]);
            double before;
            do
            {
                before = Volatile.Read(ref sum);
            }
            while (Interlocked.CompareExchange(ref sum, before + value, before) != before);
        }

        private void WriteHistogram(StringBuilder text)
        {
            var total = 0L;
            for (var bucket = 0; bucket < buckets.Length; bucket++)
            {
                total += Interlocked.Read(ref buckets[bucket]);
                var bound = bucket < bounds.Length ? bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
                _ = text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{le=\"{bound}\"}} {total}\n");
            }

            _ = text.Append(CultureInfo.InvariantCulture, $"{Name}_sum {Volatile.Read(ref sum)}\n{Name}_count {total}\n");
        }
    }
}
