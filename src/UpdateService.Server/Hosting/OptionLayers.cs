using System.Collections.Immutable;

namespace UpdateService.Server.Hosting;

/// <summary>
/// The values of options as they were written: in switches, in the environment, in appsettings. Only the first of these that has a
/// value for an option is used; lists are not combined.
/// </summary>
internal sealed class OptionLayers
{
    private readonly List<IReadOnlyDictionary<string, ImmutableArray<string>>> layers = [];

    private OptionLayers()
    {
    }

    /// <summary>Reads all three.</summary>
    /// <exception cref="OptionException">There is an unknown switch or key, or a switch without its value.</exception>
    public static OptionLayers Read(IReadOnlyList<string> switches, IConfiguration environment, IConfiguration settings)
    {
        var result = new OptionLayers();
        result.layers.Add(ReadSwitches(switches));
        result.layers.Add(ReadSection(environment, "environment variable", key => $"{OptionTable.Section}__{key}"));
        result.layers.Add(ReadSection(settings, "key in appsettings.json", key => $"{OptionTable.Section}:{key}"));
        return result;
    }

    /// <summary>The values of an option; its default if nothing sets it; empty if it has none.</summary>
    public ImmutableArray<string> Values(Option option)
    {
        foreach (var layer in layers)
        {
            if (layer.TryGetValue(option.Key, out var values))
            {
                return values;
            }
        }

        return option.Default is null ? [] : [option.Default];
    }

    /// <summary>Whether anything sets the option.</summary>
    public bool IsSet(Option option) => layers.Any(layer => layer.ContainsKey(option.Key));

    private static Dictionary<string, ImmutableArray<string>> ReadSwitches(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var option = OptionTable.All.FirstOrDefault(candidate => name == $"--{candidate.Name}")
                ?? throw new OptionException($"The option '{Excerpt.OfAddress(name)}' is not known{Nearest(name.TrimStart('-'))}. See --help.");
            string value;
            if (equals >= 0)
            {
                value = argument[(equals + 1)..];
            }
            else if (option.Form == OptionForm.Flag)
            {
                value = "on";
            }
            else if (index + 1 < arguments.Count && !arguments[index + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = arguments[++index];
            }
            else
            {
                throw new OptionException($"The option --{option.Name} needs a value. {option.Meaning}");
            }

            Check(option, value);
            values[option.Key] = option.Form == OptionForm.List && values.TryGetValue(option.Key, out var earlier) ? earlier.Add(value) : [value];
        }

        return values;
    }

    /// <summary>No path or address contains a NUL, and the system's functions throw at one.</summary>
    private static void Check(Option option, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw OptionReader.Refuse(option, value, "it holds a NUL character");
        }
    }

    private static string Nearest(string name) =>
        NearNames.Near(name, OptionTable.All.Select(option => option.Name), most: 1) is [var near] ? $"; the nearest is --{near}" : "";

    private static Dictionary<string, ImmutableArray<string>> ReadSection(IConfiguration configuration, string what, Func<string, string> spell)
    {
        var values = new Dictionary<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in configuration.GetSection(OptionTable.Section).GetChildren())
        {
            var option = OptionTable.All.FirstOrDefault(candidate => string.Equals(candidate.Key, entry.Key, StringComparison.OrdinalIgnoreCase));
            if (option is null)
            {
                var nearest = NearNames.Nearest(entry.Key, OptionTable.All.Select(candidate => candidate.Key));
                throw new OptionException($"The {what} '{spell(Excerpt.OfAddress(entry.Key))}' is not known; the nearest is '{spell(nearest)}'. See --help.");
            }

            var items = entry.GetChildren().Select(child => child.Value ?? "").ToImmutableArray();
            if (items.Length > 0 && option.Form != OptionForm.List)
            {
                throw new OptionException($"The {what} '{spell(option.Key)}' takes one value, not several.");
            }

            if (items.Length > 0 || entry.Value is not null)
            {
                Check(option, items.Length > 0 ? string.Concat(items) : entry.Value!);
                values[option.Key] = items.Length > 0 ? items : [entry.Value!];
            }
        }

        return values;
    }
}
