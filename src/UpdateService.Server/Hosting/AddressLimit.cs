using System.Globalization;

namespace UpdateService.Server.Hosting;

/// <summary>How many connections one address may have: a number, or a share of the limit of all connections.</summary>
/// <param name="Connections">The number; null if it is a share.</param>
/// <param name="Share">The share, 0 to 1, if it is not a number.</param>
public sealed record AddressLimit(int? Connections, double Share)
{
    /// <summary>The smallest share, so that a low limit for all connections does not lock a client out.</summary>
    private const int Least = 64;

    private const int MostConnections = 10_000_000;

    /// <summary>The number of connections for a given total.</summary>
    /// <param name="most">The limit of all connections.</param>
    public int Of(int most) => Connections ?? Math.Max(Least, (int)(most * Share));

    /// <summary>Reads an option: null for <c>none</c>.</summary>
    /// <exception cref="OptionException">It is neither a number nor a share.</exception>
    internal static AddressLimit? Read(OptionLayers layers, Option option)
    {
        var value = layers.Values(option).Last();
        if (value == "none")
        {
            return null;
        }

        if (value.EndsWith('%') && double.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100)
        {
            return new AddressLimit(null, percent / 100);
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostConnections
            ? new AddressLimit(number, 0)
            : throw OptionReader.Refuse(option, value, $"write a number from 1 to {MostConnections}, a share such as 50%, or none");
    }
}
